package dev.rivulet.api.http;

import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.ServiceFailure;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// The listener. Every request runs on its connection's virtual thread and ends in one reply; what
/// a resource did not foresee is logged here and answered as `internal`.
public final class HttpServer implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(HttpServer.class));
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final int START_LINE_BYTES_MAX = 9 << 10;

  private final Router router;
  private final MeterRegistry registry;
  private final BodyReader bodies;
  private final boolean trustForwardedFor;
  private final Origins origins;
  private final WebServer server;

  /// Where to listen, and the bounds of a request.
  public record Settings(
      String host,
      int port,
      int requestBytesMax,
      Duration requestTimeout,
      int connectionsMax,
      boolean trustForwardedFor,
      Origins origins) {}

  private HttpServer(Settings settings, Router router, MeterRegistry registry) {
    this.router = router;
    this.registry = registry;
    this.bodies = new BodyReader(settings.requestBytesMax(), settings.requestTimeout());
    this.trustForwardedFor = settings.trustForwardedFor();
    this.origins = settings.origins();
    this.server = build(settings);
  }

  /// Opens the port.
  ///
  /// @throws ServiceFailure if the port cannot be opened
  public static HttpServer start(Settings settings, Router router, MeterRegistry registry) {
    HttpServer http = new HttpServer(settings, router, registry);
    try {
      http.server.start();
    } catch (IllegalStateException | java.io.UncheckedIOException e) {
      throw ServiceFailure.portTaken("http", settings.host(), settings.port(), e);
    }
    return http;
  }

  public int port() {
    return server.port();
  }

  // Helidon leaves Nagle on, and an answer of two segments then waits 40 ms for the client's ack.
  static SocketOptions socketOptions(Duration readTimeout) {
    return SocketOptions.builder().tcpNoDelay(true).readTimeout(readTimeout).build();
  }

  private WebServer build(Settings settings) {
    Http1Config http1 =
        Http1Config.builder()
            .maxHeadersSize(HEADER_BYTES_MAX)
            .maxPrologueLength(START_LINE_BYTES_MAX)
            .receiveLog(false)
            .sendLog(false)
            .build();
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(STOP_GRACE)
        .idleConnectionTimeout(IDLE_TIMEOUT)
        .maxTcpConnections(settings.connectionsMax())
        .maxPayloadSize(bodies.readBytesMax())
        .connectionOptions(socketOptions(settings.requestTimeout()))
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
        switch (status.code()) {
          case 413 -> Problem.of(413, "too-large");
          case 404 -> Problem.of(404, "not-found");
          default ->
              status.code() >= 500 ? Problem.internal() : Problem.of(status.code(), "bad-request");
        };
    return DirectHandler.TransportResponse.builder()
        .status(Status.create(problem.status()))
        .header(HeaderNames.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
        .keepAlive(false)
        .entity(Json.write(ProblemBody.of(problem)))
        .build();
  }

  private void answer(ServerRequest request, ServerResponse response) {
    Timer.Sample sample = Timer.start(registry);
    String method = request.prologue().method().text();
    Router.Match match = router.find(method, request.path().rawPath());
    Map<String, String> values =
        match instanceof Router.Match.Found found ? found.values() : Map.of();
    Request asked = new Request(request, values, bodies, trustForwardedFor);
    Answers answers = new Answers(response, asked, origins, method.equals("HEAD"));
    int status = 500;
    try {
      if (origins.isPreflight(method, asked)) {
        status = answers.send(origins.preflight());
      } else {
        status = answers.send(reply(match, asked));
      }
    } catch (Problem problem) {
      status = answers.send(reply(problem));
    } finally {
      sample.stop(timer(method, match, status));
    }
  }

  // The top of a request's thread. A broken or too large body is Helidon's own exception: it
  // answers
  // through the direct handlers and closes the connection.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static Reply reply(Router.Match match, Request request) {
    return switch (match) {
      case Router.Match.Nothing _ -> throw Problem.of(404, "not-found");
      case Router.Match.WrongMethod(_, String allow) ->
          reply(Problem.of(405, "method-not-allowed")).with("Allow", allow);
      case Router.Match.Found found -> {
        try {
          yield found.handler().handle(request);
        } catch (Problem | RequestException known) {
          throw known;
        } catch (RuntimeException e) {
          LOG.warn(found.pattern(), "request to {} failed", found.pattern(), e);
          throw Problem.internal();
        }
      }
    };
  }

  private static Reply reply(Problem problem) {
    Reply reply = new Reply(problem.status(), ProblemBody.of(problem), Map.of());
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      return reply.with(
          "Retry-After", Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    }
    return problem.status() == 401 ? reply.with("WWW-Authenticate", "Bearer") : reply;
  }

  private Timer timer(String method, Router.Match match, int status) {
    String route =
        switch (match) {
          case Router.Match.Found found -> found.pattern();
          case Router.Match.WrongMethod wrong -> wrong.pattern();
          case Router.Match.Nothing _ -> Router.NO_ROUTE;
        };
    boolean known = match instanceof Router.Match.Found;
    return Timer.builder("rivulet.api.requests")
        .description("Requests by route and status")
        .tag("route", route)
        .tag("method", known ? method : "other")
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  @Override
  public void close() {
    server.stop();
  }
}
