package dev.rivulet.media.store;

import dev.rivulet.runtime.RateLimitedLog;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.slf4j.LoggerFactory;

/// The store through the MinIO SDK. The bucket is made when it is first asked for and missing.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(S3ObjectStore.class));
  private static final int LIST_MAX = 10_000;

  private final String bucket;
  private final OkHttpClient http;
  private final MinioClient client;
  private volatile boolean bucketKnown;

  public S3ObjectStore(StoreConfig config) {
    this.bucket = config.bucket();
    long millis = config.timeout().toMillis();
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(millis, TimeUnit.MILLISECONDS)
            .readTimeout(millis, TimeUnit.MILLISECONDS)
            .writeTimeout(millis, TimeUnit.MILLISECONDS)
            .build();
    this.client =
        MinioClient.builder()
            .endpoint(config.endpoint().toString())
            .region(config.region())
            .credentials(config.accessKey(), config.secretKey())
            .httpClient(http)
            .build();
  }

  @Override
  public void put(String key, Path file, String mediaType) {
    ask(
        () -> {
          ensureBucket();
          return client.uploadObject(
              UploadObjectArgs.builder()
                  .bucket(bucket)
                  .object(key)
                  .filename(file.toString())
                  .contentType(mediaType)
                  .build());
        });
  }

  @Override
  public InputStream read(String key, long offset, long length) {
    return ask(
        () ->
            client.getObject(
                GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .offset(offset)
                    .length(length)
                    .build()));
  }

  @Override
  public void delete(String key) {
    ask(
        () -> {
          client.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build());
          return key;
        });
  }

  @Override
  public List<Listed> list(String prefix) {
    return ask(
        () -> {
          List<Listed> found = new ArrayList<>();
          ListObjectsArgs all =
              ListObjectsArgs.builder().bucket(bucket).prefix(prefix).recursive(true).build();
          for (Result<Item> result : client.listObjects(all)) {
            Item item = result.get();
            found.add(
                new Listed(
                    item.objectName(),
                    item.size(),
                    item.lastModified().toInstant().toEpochMilli()));
            if (found.size() >= LIST_MAX) {
              break;
            }
          }
          return found;
        });
  }

  @Override
  public boolean answers() {
    try {
      ask(
          () -> {
            ensureBucket();
            return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
          });
      return true;
    } catch (StoreAway | MissingObject e) {
      LOG.warn("away", "the store cannot be used", e);
      return false;
    }
  }

  private void ensureBucket() throws MinioException {
    if (!bucketKnown) {
      if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
        client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
      }
      bucketKnown = true;
    }
  }

  private interface Call<T> {
    T run() throws MinioException, IOException;
  }

  private static <T> T ask(Call<T> call) {
    try {
      return call.run();
    } catch (ErrorResponseException e) {
      String code = e.errorResponse().code();
      if ("NoSuchKey".equals(code)) {
        throw new MissingObject(String.valueOf(e.errorResponse().objectName()));
      }
      throw new StoreAway("the store says " + code, e);
    } catch (MinioException | IOException e) {
      throw new StoreAway("the store does not answer", e);
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
