package dev.rivulet.testing.conformance.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `java.net.http`.
public final class JdkClient implements OtherClient {
  private final Received received = new Received();
  private final WebSocket socket;

  public JdkClient(URI uri) {
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Listener()).join();
  }

  @Override
  public void send(String text) {
    socket.sendText(text, true).join();
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    return received.closeCode();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.closed(code);
      return null;
    }
  }
}
