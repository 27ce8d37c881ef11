package dev.rivulet.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin port: `/health/live`, `/health/ready` and `/metrics`. It is the JDK's own small
/// server, so that it answers while the server that does the work does not.
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int BACKLOG_MAX = 64;

  private final Readiness readiness;
  private final PrometheusMeterRegistry registry;
  private final HttpServer server;
  private final ExecutorService executor;
  private final JvmGcMetrics jvmMeters;

  private AdminServer(HttpServer server, Readiness readiness, PrometheusMeterRegistry registry) {
    this.server = server;
    this.readiness = readiness;
    this.registry = registry;
    this.executor = Executors.newThreadPerTaskExecutor(Threads.virtual("admin"));
    this.jvmMeters = JvmMeters.bind(registry);
  }

  /// Opens the port and adds the JVM's and the process's meters to the registry.
  ///
  /// @throws ServiceFailure if the port cannot be opened
  public static AdminServer start(
      AdminConfig config, Readiness readiness, PrometheusMeterRegistry registry) {
    HttpServer server;
    try {
      InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
      server = HttpServer.create(address, BACKLOG_MAX);
    } catch (IOException e) {
      throw ServiceFailure.portTaken("admin", config.host(), config.port(), e);
    }
    AdminServer admin = new AdminServer(server, readiness, registry);
    server.setExecutor(admin.executor);
    server.createContext("/", admin::answer);
    server.start();
    return admin;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  // The top of a request's thread.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (RuntimeException e) {
        LOG.error("admin request failed", e);
        send(exchange, 500, JSON_TYPE, "{\"code\":\"internal\"}");
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/health/live" -> send(exchange, 200, JSON_TYPE, "{\"status\":\"up\"}");
      case "/health/ready" -> ready(exchange);
      case "/metrics" -> send(exchange, 200, METRICS_TYPE, registry.scrape(METRICS_TYPE));
      default -> send(exchange, 404, JSON_TYPE, "{\"code\":\"not-found\"}");
    }
  }

  private void ready(HttpExchange exchange) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("status", "up");
    ObjectNode checks = body.putObject("checks");
    int status = 200;
    for (var check : readiness.results().entrySet()) {
      if (check.getValue() instanceof CheckResult.Down(String reason)) {
        status = 503;
        body.put("status", "down");
        checks.put(check.getKey(), reason);
      } else {
        checks.put(check.getKey(), "up");
      }
    }
    send(exchange, status, JSON_TYPE, body.toString());
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    jvmMeters.close();
  }
}
