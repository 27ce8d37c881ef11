package dev.rivulet.testing.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A device that sends `read` when it is told to, and not a moment later: the SDK would collect.
final class Reader implements WebSocket.Listener, AutoCloseable {
  private final UUID conversation;
  private final LongConsumer seen;
  private final StringBuilder partial = new StringBuilder();
  private final CompletableFuture<Void> attached = new CompletableFuture<>();
  private final WebSocket socket;

  // Guarded by this: one frame is under way at a time.
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  /// @param seen gets the seq of each event, on the thread that reads
  Reader(HttpClient http, URI gateway, String token, UUID conversation, LongConsumer seen) {
    this.conversation = conversation;
    this.seen = seen;
    socket =
        http.newWebSocketBuilder().subprotocols("rivulet.v1+json").buildAsync(gateway, this).join();
    send(new ClientFrame.Attach(token, 1));
    attached.join();
  }

  void read(long upTo) {
    send(new ClientFrame.Read(conversation, upTo));
  }

  private synchronized void send(ClientFrame frame) {
    var text = new String(FrameCodec.encode(frame), StandardCharsets.UTF_8);
    sent = sent.thenCompose(_ -> socket.sendText(text, true));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    partial.append(part);
    if (last) {
      frame(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void frame(String text) {
    try {
      switch (FrameCodec.decodeServer(text)) {
        case ServerFrame.Attached _ -> attached.complete(null);
        case ServerFrame.Event(var event) -> {
          if (event.conversation().equals(conversation)) {
            seen.accept(event.seq());
          }
        }
        default -> {
          // What else a client is told does not matter here.
        }
      }
    } catch (JsonProcessingException wrong) {
      throw new IllegalStateException("not a frame: " + text, wrong);
    }
  }

  @Override
  public void onError(WebSocket from, Throwable thrown) {
    attached.completeExceptionally(thrown);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
