package dev.rivulet.gateway.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads the key set from client-api.
public final class HttpKeySource implements SigningKeys.KeySource, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int BYTES_MAX = 64 << 10;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;

  public HttpKeySource(URI address) {
    this.request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
  }

  @Override
  public String read() throws IOException, InterruptedException {
    var response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(BYTES_MAX + 1);
      if (response.statusCode() != 200 || bytes.length > BYTES_MAX) {
        throw new IOException("status %d, %d bytes".formatted(response.statusCode(), bytes.length));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
