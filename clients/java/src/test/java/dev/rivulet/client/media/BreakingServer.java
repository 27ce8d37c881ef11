package dev.rivulet.client.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One upload by tus, one medium to download, and connections that end in the middle.
final class BreakingServer implements AutoCloseable {
  static final String MEDIUM = "0b5e0c1a-3f7d-4a53-8a42-0c5f0e5b7a11";
  private static final String UPLOAD = "/v1/media/tus/u1";

  final ByteArrayOutputStream received = new ByteArrayOutputStream();
  final List<String> seen = new ArrayList<>();
  final AtomicInteger breaks = new AtomicInteger();
  final AtomicInteger busy = new AtomicInteger();
  volatile byte[] content = new byte[0];
  volatile int refusal;
  private final HttpServer server;

  BreakingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      synchronized (this) {
        seen.add(exchange.getRequestMethod() + " " + path);
      }
      if (busy.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
        reply(exchange, 503, "{\"code\":\"unavailable\"}");
      } else if (path.startsWith("/v1/media/tus")) {
        upload(exchange);
      } else if (path.startsWith("/v1/conversations")) {
        reply(
            exchange,
            200,
            """
            {"media":[{"id":"%s","type":"image/webp","urls":{"display":"/file"}}],"expires":1}"""
                .formatted(MEDIUM));
      } else if (path.equals("/file")) {
        download(exchange);
      } else {
        reply(exchange, 200, uploaded());
      }
    }
  }

  private void upload(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        headers.add("Location", UPLOAD);
        reply(exchange, 201, "");
      }
      case "HEAD" -> {
        headers.add("Upload-Offset", String.valueOf(received.size()));
        exchange.sendResponseHeaders(200, -1);
      }
      case "PATCH" -> patch(exchange);
      default -> reply(exchange, 200, uploaded());
    }
  }

  private void patch(HttpExchange exchange) throws IOException {
    if (refusal != 0) {
      exchange.getRequestBody().readAllBytes();
      reply(exchange, refusal, "{\"code\":\"unsupported-media\",\"detail\":\"no picture\"}");
      return;
    }
    var offset = exchange.getRequestHeaders().getFirst("Upload-Offset");
    if (!String.valueOf(received.size()).equals(offset)) {
      exchange.getRequestBody().readAllBytes();
      reply(exchange, 409, "{\"code\":\"wrong-offset\"}");
      return;
    }
    boolean breaksOff = breaks.getAndUpdate(it -> Math.max(0, it - 1)) > 0;
    received.write(
        breaksOff
            ? exchange.getRequestBody().readNBytes(1000)
            : exchange.getRequestBody().readAllBytes());
    if (!breaksOff) {
      exchange.getResponseHeaders().add("Upload-Offset", String.valueOf(received.size()));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void download(HttpExchange exchange) throws IOException {
    var range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.getResponseHeaders().add("ETag", "\"e1\"");
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
    boolean breaksOff = breaks.getAndUpdate(it -> Math.max(0, it - 1)) > 0;
    int to = breaksOff ? from + (content.length - from) / 2 : content.length;
    exchange.getResponseBody().write(Arrays.copyOfRange(content, from, to));
    exchange.getResponseBody().flush();
  }

  private String uploaded() {
    return """
    {"id":"%s","type":"image/webp","size":%d,"width":4,"height":3,"variants":["display"],\
    "ticket":"v1.k.AA.BB","expires":1781000000000,"later":true}"""
        .formatted(MEDIUM, received.size());
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
