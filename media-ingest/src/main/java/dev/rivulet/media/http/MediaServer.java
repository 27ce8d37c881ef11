package dev.rivulet.media.http;

import dev.rivulet.media.store.ObjectStore;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.ServiceFailure;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// The listener. Every request runs on its connection's virtual thread; bodies are streams in both
/// directions.
public final class MediaServer implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(MediaServer.class));
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final int START_LINE_BYTES_MAX = 4 << 10;

  /// What is read of a refused body before the connection is closed: closing one that holds unread
  /// bytes makes the kernel reset it, and the client may lose the answer (RFC 9112 section 9.6).
  private static final int DISCARDED_BYTES_MAX = 8 << 20;

  private final List<Route> routes;
  private final Settings settings;
  private final MeterRegistry registry;
  private final WebServer server;

  /// Where to listen, and the bounds of a request.
  ///
  /// @param silence longest time between two pieces of a body
  /// @param bodyTimeout longest time for a whole body
  /// @param pages which pages of other origins may upload
  public record Settings(
      String host,
      int port,
      int connectionsMax,
      Duration silence,
      Duration bodyTimeout,
      Pages pages) {}

  /// Answers one kind of request, or throws a [Problem].
  @FunctionalInterface
  public interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  /// One route.
  ///
  /// @param pattern of the whole path
  /// @param name for metrics
  record Route(String method, Pattern pattern, String name, Handler handler) {}

  /// The table of routes; the first that fits is taken. `{name}` stands for any one segment.
  public static final class Routes {
    private final List<Route> all = new ArrayList<>();

    public Routes add(String method, String path, Handler handler) {
      Pattern pattern = Pattern.compile(path.replaceAll("\\{[a-z]+}", "[^/]+"));
      all.add(new Route(method, pattern, path, handler));
      return this;
    }

    /// Each as `POST /v1/media`.
    public List<String> names() {
      return all.stream().map(route -> route.method() + " " + route.name()).toList();
    }
  }

  private MediaServer(Settings settings, Routes routes, MeterRegistry registry) {
    this.settings = settings;
    this.routes = List.copyOf(routes.all);
    this.registry = registry;
    this.server = build();
  }

  /// Opens the port.
  ///
  /// @throws ServiceFailure if the port cannot be opened
  public static MediaServer start(Settings settings, Routes routes, MeterRegistry registry) {
    MediaServer server = new MediaServer(settings, routes, registry);
    try {
      server.server.start();
    } catch (IllegalStateException | UncheckedIOException e) {
      throw ServiceFailure.portTaken("http", settings.host(), settings.port(), e);
    }
    return server;
  }

  public int port() {
    return server.port();
  }

  private WebServer build() {
    Http1Config http1 =
        Http1Config.builder()
            .maxHeadersSize(HEADER_BYTES_MAX)
            .maxPrologueLength(START_LINE_BYTES_MAX)
            .receiveLog(false)
            .sendLog(false)
            .build();
    // Helidon leaves Nagle on, and an answer of two segments then waits 40 ms for the client's ack.
    SocketOptions options =
        SocketOptions.builder().tcpNoDelay(true).readTimeout(settings.silence()).build();
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(STOP_GRACE)
        .idleConnectionTimeout(IDLE_TIMEOUT)
        .maxTcpConnections(settings.connectionsMax())
        .connectionOptions(options)
        .protocolsDiscoverServices(false)
        .addProtocol(http1)
        .directHandlers(directHandlers())
        .routing(routing -> routing.any(this::answer))
        .build();
  }

  /// Requests that Helidon refuses before they reach a route, in our words.
  private static DirectHandlers directHandlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, (_, _, status, _, _) -> refused(status));
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse refused(Status status) {
    Problem problem =
        status.code() >= 500 ? Problem.internal() : Problem.of(status.code(), "bad-request");
    return DirectHandler.TransportResponse.builder()
        .status(Status.create(problem.status()))
        .header(HeaderNames.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
        .keepAlive(false)
        .entity(Exchange.json(ProblemBody.of(problem)))
        .build();
  }

  private void answer(ServerRequest request, ServerResponse response) {
    Timer.Sample sample = Timer.start(registry);
    Exchange exchange = new Exchange(request, response, settings.bodyTimeout());
    String name = "none";
    response.header("X-Content-Type-Options", "nosniff");
    try {
      settings.pages().admit(exchange);
      if (settings.pages().isPreflight(exchange)) {
        name = "preflight";
        exchange.send(204);
      } else {
        Route route = find(exchange);
        name = route.name();
        run(route, exchange);
      }
    } catch (Problem problem) {
      send(exchange, problem);
    } finally {
      int status = response.status().code();
      sample.stop(timer(name, status));
    }
  }

  private Route find(Exchange exchange) {
    boolean path = false;
    for (Route route : routes) {
      if (route.pattern().matcher(exchange.path()).matches()) {
        path = true;
        if (route.method().equals(exchange.method())) {
          return route;
        }
      }
    }
    throw path ? Problem.of(405, "method-not-allowed") : Problem.of(404, "not-found");
  }

  // The top of a request's thread.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static void run(Route route, Exchange exchange) {
    try {
      route.handler().handle(exchange);
    } catch (Problem | RequestException | CloseConnectionException known) {
      throw known;
    } catch (ObjectStore.StoreAway away) {
      LOG.warn("store", "the object store failed", away);
      throw Problem.unavailable();
    } catch (IOException | UncheckedIOException gone) {
      // The client's connection, in whichever direction: nobody is left to answer.
      throw new CloseConnectionException("connection lost", gone);
    } catch (RuntimeException e) {
      LOG.warn(route.name(), "request to {} failed", route.name(), e);
      throw Problem.internal();
    }
  }

  private static void send(Exchange exchange, Problem problem) {
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      exchange.set("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    if (problem.status() == 401) {
      exchange.set("WWW-Authenticate", "Bearer");
    }
    if (exchange.hasUnreadBody()) {
      exchange.set("Connection", "close");
      discard(exchange.body());
    }
    exchange.set("Cache-Control", "no-store").set("Content-Type", ProblemBody.MEDIA_TYPE);
    exchange.sendBytes(problem.status(), Exchange.json(ProblemBody.of(problem)));
  }

  private static void discard(InputStream body) {
    try {
      byte[] buffer = new byte[16 << 10];
      int left = DISCARDED_BYTES_MAX;
      for (int n = body.read(buffer); n >= 0 && left > 0; n = body.read(buffer)) {
        left -= n;
      }
    } catch (IOException | Problem tooLateOrGone) {
      // The answer is tried all the same.
    }
  }

  private Timer timer(String route, int status) {
    return Timer.builder("rivulet.media.requests")
        .description("Requests by route and status")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(1))
        .register(registry);
  }

  @Override
  public void close() {
    server.stop();
  }
}
