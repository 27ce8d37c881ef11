package dev.rivulet.gateway.websocket;

import dev.rivulet.runtime.Threads;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Helidon's HTTP/1 without its listener: it parses and refuses, and asks [Upgrade] about a
/// WebSocket. No answer carries a word of what went wrong inside.
final class HttpServing implements ListenerContext {
  private static final String WEBSOCKET = "websocket";

  private final Context context = Context.create();
  private final MediaContext mediaContext = MediaContext.create();
  private final ContentEncodingContext encodingContext = ContentEncodingContext.create();
  private final DirectHandlers directHandlers = silentHandlers();
  private final ListenerConfig config = ListenerConfig.builder().maxPayloadSize(0).buildPrototype();
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Threads.virtual("http"));
  private final Limit limit = FixedLimit.create();
  private final Router router;
  private final Http1ConnectionSelector selector;
  private final long deadlineNanos;

  HttpServing(
      Handshake handshake,
      BooleanSupplier admits,
      Addresses addresses,
      WireMeters meters,
      Limits limits) {
    this.deadlineNanos = limits.handshakeTimeout().toNanos();
    this.router = Router.builder().addRouting(routing()).build();
    var http1 =
        Http1Config.builder()
            .receiveLog(false)
            .sendLog(false)
            .addReceiveListener(new AnyLetterCase())
            .build();
    this.selector =
        Http1ConnectionSelector.builder()
            .config(http1)
            .addUpgrader(new Upgrade(handshake, admits, addresses, meters))
            .build();
  }

  HttpStage stage(Socket socket, long address) throws IOException {
    return new HttpStage(socket, this, router, System.nanoTime() + deadlineNanos, address);
  }

  /// Serves HTTP until the connection ends or is upgraded.
  void serve(HttpStage stage) throws InterruptedException {
    try {
      selector.connection(stage).handle(limit);
    } catch (CloseConnectionException done) {
      // The usual end: the peer left, an answer said "close", or the 101 is out.
    }
  }

  private static HttpRouting.Builder routing() {
    return HttpRouting.builder().any(Handshake.PATH, HttpServing::upgradeRequired);
  }

  private static void upgradeRequired(ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.UPGRADE, WEBSOCKET);
    response.header(HeaderNames.CONNECTION, "close, Upgrade");
    response.status(Status.create(426, "Upgrade Required")).send();
  }

  /// No answer has a body. What Helidon calls an internal error is a request it could not read, for
  /// nothing of ours runs before the upgrade: the client's mistake, and not worth a stack trace.
  private static DirectHandlers silentHandlers() {
    DirectHandler silent =
        (request, type, status, headers, message) ->
            DirectHandler.TransportResponse.builder()
                .status(type == EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status)
                .keepAlive(false)
                .build();
    var handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, silent);
    }
    return handlers.build();
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public MediaContext mediaContext() {
    return mediaContext;
  }

  @Override
  public ContentEncodingContext contentEncodingContext() {
    return encodingContext;
  }

  @Override
  public DirectHandlers directHandlers() {
    return directHandlers;
  }

  @Override
  public ListenerConfig config() {
    return config;
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }

  /// Helidon looks the upgrade up in the letters that the client wrote.
  private static final class AnyLetterCase implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext stage, Headers headers) {
      if (headers instanceof WritableHeaders<?> writable && Handshake.asksForWebSocket(headers)) {
        writable.set(HeaderNames.UPGRADE, WEBSOCKET);
      }
    }
  }

  /// Answers the handshake itself and ends Helidon's part.
  private record Upgrade(
      Handshake handshake, BooleanSupplier admits, Addresses addresses, WireMeters meters)
      implements Http1Upgrader {
    @Override
    public String supportedProtocol() {
      return WEBSOCKET;
    }

    @Override
    public @Nullable ServerConnection upgrade(
        ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
      if (!prologue.uriPath().path().equals(Handshake.PATH)) {
        return null;
      }
      var answer = handshake.answer(prologue.method(), headers);
      if (answer.accepts() && !admits.getAsBoolean()) {
        answer = Handshake.unavailable();
      }
      if (answer.accepts() && context instanceof HttpStage stage && !counted(stage, headers)) {
        answer = Handshake.tooMany();
      }
      meters.handshake(answer.status());
      context.dataWriter().writeNow(BufferData.create(answer.bytes()));
      if (answer.accepts() && context instanceof HttpStage stage) {
        stage.upgrade(answer.subProtocol());
      }
      throw new CloseConnectionException("answered");
    }

    /// Whether there is room for the client that a proxy names.
    private boolean counted(HttpStage stage, Headers headers) {
      if (stage.address() != Addresses.NONE) {
        return true;
      }
      long client = addresses.forwarded(headers.all(HeaderNames.X_FORWARDED_FOR, List::of));
      if (!addresses.enter(client)) {
        return false;
      }
      stage.countFor(client);
      return true;
    }
  }
}
