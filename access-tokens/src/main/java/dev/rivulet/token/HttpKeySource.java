package dev.rivulet.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads the key set from client-api.
public final class HttpKeySource implements PublishedKeys.KeySource, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int BYTES_MAX = 64 << 10;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;

  public HttpKeySource(URI address) {
    this.request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
  }

  @Override
  public String read() throws IOException, InterruptedException {
    var handler = BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), BYTES_MAX);
    var exchange = client.sendAsync(request, handler);
    try {
      // The request's own time limit ends with the answer's head; a body may trickle for ever.
      var response = exchange.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (TimeoutException trickles) {
      throw new IOException("no whole answer in time", trickles);
    } finally {
      // Closes the connection of an exchange that has not ended.
      exchange.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
