package dev.rivulet.media.deliver;

import dev.rivulet.runtime.RateLimitedLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/// The caches in front. What is erased must not be served by one of them, even to somebody whose
/// address is still good.
public final class Caches implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Caches.class));
  private static final String TOKEN = "X-Purge-Token";

  private final CachesConfig config;
  private final HttpClient http;

  public Caches(CachesConfig config) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.timeout())
            .build();
  }

  /// Takes every variant of the media out of every cache.
  ///
  /// @return whether all of them have done so; if not, it is to be tried again
  public boolean purge(UUID media) {
    boolean all = true;
    for (URI cache : config.uris()) {
      all &= purge(cache, media);
    }
    return all;
  }

  private boolean purge(URI cache, UUID media) {
    HttpRequest request =
        HttpRequest.newBuilder(cache.resolve("/v1/media/" + media))
            .timeout(config.timeout())
            .header(TOKEN, config.token().orElseThrow())
            .method("PURGE", BodyPublishers.noBody())
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 204) {
        LOG.warn("refused", "cache {} answers a purge with {}", cache, status);
      }
      return status == 204;
    } catch (IOException away) {
      LOG.warn("away", "cache {} cannot be told of what is erased: {}", cache, away.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
