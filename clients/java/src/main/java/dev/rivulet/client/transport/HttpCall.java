package dev.rivulet.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request. `body` is JSON text; null means none.
public record HttpCall(
    String method, URI uri, Map<String, String> headers, @Nullable String body, Duration timeout) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /// Without headers and body: those hold tokens and passwords.
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
