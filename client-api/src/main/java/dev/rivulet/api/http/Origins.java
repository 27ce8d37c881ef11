package dev.rivulet.api.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// From which web pages of other origins this server may be used (CORS, the Fetch standard). Pages
/// that are not listed get no such header, and their browser keeps the answer from them.
///
/// `https`: people reach this server over HTTPS, so browsers shall never try anything else.
public record Origins(Set<String> allowed, boolean https) {
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-None-Match";
  private static final String ANSWER_HEADERS = "ETag, RateLimit, RateLimit-Policy, Retry-After";
  private static final int PREFLIGHT_SECONDS = 600;

  public Origins {
    allowed = Set.copyOf(allowed);
  }

  /// No page but our own.
  public static Origins none() {
    return new Origins(Set.of(), false);
  }

  public static Origins of(List<String> origins, boolean https) {
    return new Origins(
        origins.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        https);
  }

  /// A page of ours, an allowed one, or no page at all.
  public boolean admits(Request request) {
    return request.isSameOrigin() || isAllowed(request);
  }

  boolean isPreflight(String method, Request request) {
    return method.equals("OPTIONS")
        && isAllowed(request)
        && request.header("Access-Control-Request-Method").isPresent();
  }

  Reply preflight() {
    return Reply.noContent()
        .with("Access-Control-Allow-Methods", METHODS)
        .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
        .with("Access-Control-Max-Age", Integer.toString(PREFLIGHT_SECONDS));
  }

  Map<String, String> headers(Request request) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (https) {
      headers.put("Strict-Transport-Security", "max-age=31536000");
    }
    if (!allowed.isEmpty()) {
      headers.put("Vary", "Origin");
    }
    if (isAllowed(request)) {
      headers.put("Access-Control-Allow-Origin", request.header("Origin").orElseThrow());
      headers.put("Access-Control-Allow-Credentials", "true");
      headers.put("Access-Control-Expose-Headers", ANSWER_HEADERS);
      headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    }
    return headers;
  }

  private boolean isAllowed(Request request) {
    return request
        .header("Origin")
        .filter(origin -> allowed.contains(origin.toLowerCase(Locale.ROOT)))
        .isPresent();
  }
}
