package dev.rivulet.api.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a resource answers: a status and a value that becomes JSON, or none.
public record Reply(int status, @Nullable Object body, Map<String, String> headers) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply ok(Object body) {
    return new Reply(200, body, Map.of());
  }

  public static Reply created(Object body) {
    return new Reply(201, body, Map.of());
  }

  /// Durable in the log; what becomes of it is told later.
  public static Reply accepted(Object body) {
    return new Reply(202, body, Map.of());
  }

  public static Reply noContent() {
    return new Reply(204, null, Map.of());
  }

  public Reply with(String header, String value) {
    return new Reply(status, body, Map.of(header, value));
  }
}
