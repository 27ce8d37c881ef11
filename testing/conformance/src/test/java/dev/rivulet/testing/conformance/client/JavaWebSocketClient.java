package dev.rivulet.testing.conformance.client;

import java.net.URI;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/// Java-WebSocket.
public final class JavaWebSocketClient implements OtherClient {
  private final Received received = new Received();
  private final WebSocketClient client;

  public JavaWebSocketClient(URI uri) throws InterruptedException {
    client = new Client(uri);
    if (!client.connectBlocking()) {
      throw new AssertionError("not connected");
    }
  }

  @Override
  public void send(String text) {
    client.send(text);
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() {
    client.close(1000);
    return received.closeCode();
  }

  private final class Client extends WebSocketClient {
    Client(URI uri) {
      super(uri);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      // It connects blocking.
    }

    @Override
    public void onMessage(String message) {
      received.add(message);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      received.closed(code);
    }

    @Override
    public void onError(Exception failure) {
      received.closed(0);
    }
  }
}
