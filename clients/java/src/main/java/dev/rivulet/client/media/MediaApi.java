package dev.rivulet.client.media;

import dev.rivulet.client.api.AccessTokens;
import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// Uploads, tickets and downloads. Every method blocks until it is done: call it on a thread of
/// your own, never on the client's.
///
/// What is away (a connection, media-ingest, its store) is waited for until nothing has moved for
/// two minutes; what is refused for good is an [ApiFailure].
public final class MediaApi implements AutoCloseable {
  private static final Duration STUCK = Duration.ofMinutes(2);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int FORBIDDEN = 403;

  private final MediaHttp http;
  private final URI media;
  private final URI api;
  private final Duration limit;

  private MediaApi(MediaHttp http, URI media, URI api, Duration limit) {
    this.http = http;
    this.media = media;
    this.api = api;
    this.limit = limit;
  }

  /// `media` is media-ingest's or the balancer's address, `api` that of client-api.
  public static MediaApi create(URI media, URI api, AccessTokens tokens) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    return new MediaApi(new MediaHttp(client, tokens), media, api, STUCK);
  }

  /// The same, giving up when nothing moved for so long.
  public MediaApi withLimit(Duration other) {
    return new MediaApi(http, media, api, other);
  }

  /// Ends what is under way.
  @Override
  public void close() {
    http.close();
  }

  /// Uploads a file. The ticket of the result sends it.
  public Uploaded upload(Path file, UploadListener listener)
      throws IOException, InterruptedException {
    var upload = new Upload(http, file, listener, limit);
    return upload.finish(upload.create(media.resolve("/v1/media/tus")));
  }

  /// Goes on with an upload of an earlier process, which an [UploadListener] was told of.
  public Uploaded resume(URI earlier, Path file, UploadListener listener)
      throws IOException, InterruptedException {
    return new Upload(http, file, listener, limit).finish(earlier);
  }

  /// A new ticket for a medium of one's own, to send it again or when the first has expired.
  public Uploaded ticket(UUID id) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(media.resolve("/v1/media/" + id + "/ticket"))
            .timeout(CONNECT_TIMEOUT.multipliedBy(2))
            .POST(BodyPublishers.noBody());
    return MediaHttp.value(http.authorized(request), Uploaded.class);
  }

  /// Where what a message carries can be fetched.
  public MediaAddresses addresses(UUID conversation, long seq)
      throws IOException, InterruptedException {
    var path = "/v1/conversations/" + conversation + "/messages/" + seq + "/media";
    var request =
        HttpRequest.newBuilder(api.resolve(path)).timeout(CONNECT_TIMEOUT.multipliedBy(2)).GET();
    var patience = new Patience(limit);
    while (true) {
      try {
        var answer = http.authorized(request);
        if (MediaHttp.done(answer)) {
          return MediaHttp.value(answer, MediaAddresses.class);
        }
        var failure = MediaHttp.failure(answer);
        if (!failure.retryable()) {
          throw failure;
        }
        patience.pause(null, failure);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }

  /// Fetches a variant (`display`, `thumbnail` or `original`) of what a message carries.
  public void download(UUID conversation, long seq, UUID id, String variant, Path target)
      throws IOException, InterruptedException {
    var download = new Download(http, target);
    var patience = new Patience(limit);
    while (true) {
      var url =
          addresses(conversation, seq)
              .url(id, variant)
              .orElseThrow(() -> new ApiFailure(404, "unknown-media", variant, 0));
      try {
        download.fetch(media.resolve(url), target);
        return;
      } catch (ApiFailure refused) {
        // An address may have expired on its way.
        if (!refused.retryable() && refused.status() != FORBIDDEN) {
          throw refused;
        }
        patience.pause(null, refused);
      } catch (IOException lost) {
        patience.pause(lost, null);
      }
    }
  }
}
