package dev.rivulet.testing.conformance;

import dev.rivulet.gateway.websocket.Edge;
import dev.rivulet.gateway.websocket.Frames;
import dev.rivulet.gateway.websocket.Limits;
import dev.rivulet.gateway.websocket.WebSocketConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/// The gateway's port with nothing behind it but an echo.
final class EdgeEcho implements EchoServer {
  private static final List<String> ORIGINS = List.of(HandshakeCases.ORIGIN);

  private final ServerSocket port = Edge.bind("127.0.0.1", 0);
  private final Limits limits;
  private final Edge edge;

  private EdgeEcho(
      Limits limits, List<String> origins, WebSocketConnection.ListenerFactory listeners) {
    this.limits = limits;
    this.edge =
        Edge.start(
            new Edge.Setting(
                port, origins, limits, () -> true, listeners, new SimpleMeterRegistry()));
  }

  /// As it is configured by default.
  static EdgeEcho ordinary() {
    return new EdgeEcho(ordinaryLimits(), ORIGINS, Echo::new);
  }

  /// For pages from anywhere.
  static EdgeEcho anyOrigin() {
    return new EdgeEcho(ordinaryLimits(), List.of(), Echo::new);
  }

  /// With room for the messages of the suite's section 9.
  static EdgeEcho roomy() {
    return new EdgeEcho(limits(16 << 20, 1 << 17, Integer.MAX_VALUE, 1 << 26), ORIGINS, Echo::new);
  }

  /// With a defect in place of an echo.
  static EdgeEcho faulty() {
    return new EdgeEcho(ordinaryLimits(), ORIGINS, Faulty::new);
  }

  private static Limits ordinaryLimits() {
    return limits(163_840, 1024, 1 << 24, 262_144);
  }

  private static Limits limits(
      int messageBytesMax, int fragmentsMax, int bytesPerSecondMax, int outboundBytesMax) {
    boolean roomy = messageBytesMax > 1 << 20;
    return new Limits(
        1000,
        1000,
        List.of(),
        Duration.ofSeconds(3),
        messageBytesMax,
        16_384,
        fragmentsMax,
        roomy ? Integer.MAX_VALUE : 5000,
        bytesPerSecondMax,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        2048,
        outboundBytesMax,
        65_536,
        Duration.ofSeconds(30),
        Duration.ofSeconds(75),
        Duration.ofSeconds(8),
        Duration.ofSeconds(3));
  }

  @Override
  public int port() {
    return port.getLocalPort();
  }

  int connections() {
    return edge.connections();
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public int messageBytesMax() {
    return limits.messageBytesMax();
  }

  @Override
  public void close() {
    edge.close();
  }

  private record Echo(WebSocketConnection connection) implements WebSocketConnection.Listener {
    @Override
    public void message(byte[] message) {
      connection.send(Frames.text(message));
    }

    @Override
    public void tick(long now) {
      // An echo keeps no time.
    }

    @Override
    public void ended() {
      // Nor does it hold anything.
    }
  }

  private record Faulty(WebSocketConnection connection) implements WebSocketConnection.Listener {
    @Override
    public void message(byte[] message) {
      throw new IllegalStateException("a defect, planted");
    }

    @Override
    public void tick(long now) {
      // It fails by messages alone.
    }

    @Override
    public void ended() {
      // It holds nothing.
    }
  }
}
