package dev.rivulet.testing.conformance.client;

import java.net.URI;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/// Jetty 12.
public final class JettyClient implements OtherClient {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;

  private final Received received = new Received();
  private final WebSocketClient client = new WebSocketClient();
  private final Session session;

  public JettyClient(URI uri) throws Exception {
    client.setMaxTextMessageSize(MESSAGE_BYTES_MAX);
    client.start();
    session = client.connect(new Endpoint(received), uri).get();
  }

  @Override
  public void send(String text) {
    session.sendText(text, Callback.NOOP);
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() throws Exception {
    session.close(1000, "", Callback.NOOP);
    int code = received.closeCode();
    client.stop();
    return code;
  }

  /// Public, because Jetty calls it by reflection.
  public static final class Endpoint implements Session.Listener.AutoDemanding {
    private final Received received;

    Endpoint(Received received) {
      this.received = received;
    }

    @Override
    public void onWebSocketText(String message) {
      received.add(message);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      received.closed(code);
      callback.succeed();
    }
  }
}
