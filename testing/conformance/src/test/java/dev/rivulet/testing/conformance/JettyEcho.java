package dev.rivulet.testing.conformance;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/// Jetty's own WebSocket server, with the same origin and sub-protocol.
final class JettyEcho implements EchoServer {
  private static final int MESSAGE_BYTES_MAX = 16 << 20;

  private final Server server = new Server();
  private final ServerConnector connector =
      new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration()));

  private JettyEcho() {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(WebSocketUpgradeHandler.from(server, JettyEcho::configure));
  }

  static JettyEcho start() {
    var jetty = new JettyEcho();
    LifeCycle.start(jetty.server);
    return jetty;
  }

  private static void configure(ServerWebSocketContainer container) {
    container.setMaxTextMessageSize(MESSAGE_BYTES_MAX);
    container.setMaxBinaryMessageSize(MESSAGE_BYTES_MAX);
    container.setMaxFrameSize(MESSAGE_BYTES_MAX);
    container.setIdleTimeout(Duration.ofMinutes(1));
    container.addMapping("/v1/ws", JettyEcho::listener);
  }

  private static @Nullable Object listener(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    var origins = request.getHeaders().getValuesList("Origin");
    List<String> offered = request.getSubProtocols();
    if (!List.of(HandshakeCases.ORIGIN).containsAll(origins)) {
      response.setStatus(403);
      callback.succeeded();
      return null;
    }
    if (offered.contains(HandshakeCases.SUB_PROTOCOL)) {
      response.setAcceptedSubProtocol(HandshakeCases.SUB_PROTOCOL);
    } else if (!offered.isEmpty()) {
      response.setStatus(400);
      callback.succeeded();
      return null;
    }
    response.setExtensions(List.of());
    return new JettyEchoSocket();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public int messageBytesMax() {
    return MESSAGE_BYTES_MAX;
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
