package dev.rivulet.media.http;

import java.util.List;

/// Web pages of other origins that may use this server (CORS, the Fetch standard). Others get no
/// such header, and their browser keeps the answer from them.
public record Pages(List<String> origins) {
  private static final String METHODS = "GET, HEAD, POST, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, Tus-Resumable, Upload-Length,"
          + " Upload-Metadata, Upload-Offset";
  private static final String ANSWER_HEADERS =
      "Location, Retry-After, Upload-Length, Upload-Offset";
  private static final String PREFLIGHT_SECONDS = "600";

  public Pages {
    origins = List.copyOf(origins);
  }

  void admit(Exchange exchange) {
    exchange
        .header("Origin")
        .filter(origins::contains)
        .ifPresent(
            origin -> {
              exchange.set("Access-Control-Allow-Origin", origin);
              exchange.set("Access-Control-Expose-Headers", ANSWER_HEADERS);
              exchange.set("Vary", "Origin");
              if (isPreflight(exchange)) {
                exchange.set("Access-Control-Allow-Methods", METHODS);
                exchange.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
                exchange.set("Access-Control-Max-Age", PREFLIGHT_SECONDS);
              }
            });
  }

  boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.header("Origin").filter(origins::contains).isPresent()
        && exchange.header("Access-Control-Request-Method").isPresent();
  }
}
