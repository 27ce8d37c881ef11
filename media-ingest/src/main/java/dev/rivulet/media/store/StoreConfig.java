package dev.rivulet.media.store;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Secret;
import java.net.URI;
import java.time.Duration;

/// Where the object store is.
public record StoreConfig(
    @Doc("Address of the S3 endpoint") URI endpoint,
    @Doc("Region that requests are signed for") @Default("us-east-1") String region,
    @Doc("Bucket; made when it is missing") @Default("rivulet-media") String bucket,
    @Doc("Access key") String accessKey,
    @Doc("Secret key") @Secret String secretKey,
    @Doc("Longest wait for the store to answer or to take bytes") @Default("10s")
        Duration timeout) {
  public StoreConfig {
    Require.positive("timeout", timeout);
  }

  @Override
  public String toString() {
    return "StoreConfig[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
  }
}
