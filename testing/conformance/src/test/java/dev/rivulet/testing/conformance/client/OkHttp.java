package dev.rivulet.testing.conformance.client;

import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/// OkHttp.
public final class OkHttp implements OtherClient {
  private final Received received = new Received();
  private final OkHttpClient client = new OkHttpClient();
  private final WebSocket socket;

  public OkHttp(URI uri) {
    socket = client.newWebSocket(new Request.Builder().url(uri.toString()).build(), new Listener());
  }

  @Override
  public void send(String text) {
    socket.send(text);
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() {
    socket.close(1000, "");
    int code = received.closeCode();
    client.dispatcher().executorService().shutdown();
    return code;
  }

  private final class Listener extends WebSocketListener {
    @Override
    public void onMessage(WebSocket from, String text) {
      received.add(text);
    }

    @Override
    public void onClosed(WebSocket from, int code, String reason) {
      received.closed(code);
    }

    @Override
    public void onFailure(WebSocket from, Throwable failure, @Nullable Response response) {
      received.closed(0);
    }
  }
}
