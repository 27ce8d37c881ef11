package dev.rivulet.api.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a resource answers: a status and a value that becomes JSON, or a [RawBody], a
/// [StreamedBody], or none. A header named here wins over the one that is sent by default.
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

  /// One's own, or what changes seldom: sent with an `ETag`, and again only when it has changed.
  public static Reply tagged(Object body) {
    return ok(body).with("Cache-Control", "private, no-cache");
  }

  public static Reply noContent() {
    return new Reply(204, null, Map.of());
  }

  public Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, body, all);
  }
}
