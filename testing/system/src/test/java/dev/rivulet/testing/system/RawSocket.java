package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket whose frames a test makes itself, right or wrong.
final class RawSocket implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  private RawSocket(URI gateway) {
    this.socket =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .subprotocols("rivulet.v1+json")
            .buildAsync(gateway, this)
            .join();
  }

  /// Connected, and nothing said yet.
  static RawSocket open(URI gateway) {
    return new RawSocket(gateway);
  }

  /// Attached as a device; `connection` must rise.
  static RawSocket attach(URI gateway, String token, long connection) {
    RawSocket raw = open(gateway);
    raw.send(new ClientFrame.Attach(token, connection));
    raw.await(ServerFrame.Attached.class);
    return raw;
  }

  void send(ClientFrame frame) {
    text(new String(FrameCodec.encode(frame), StandardCharsets.UTF_8));
  }

  void text(String text) {
    socket.sendText(text, true).join();
  }

  void binary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /// The next frame, whatever it is.
  String next() {
    try {
      String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("a frame; closed: %s", closed.getNow(null)).isNotNull();
      return String.valueOf(frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The next frame of a type; others are passed over.
  <F extends ServerFrame> F await(Class<F> type) {
    while (true) {
      ServerFrame frame = decoded(next());
      if (type.isInstance(frame)) {
        return type.cast(frame);
      }
    }
  }

  /// What came and was not taken yet.
  List<String> rest() {
    return List.copyOf(frames);
  }

  /// The code with which the gateway closes.
  int awaitClose() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  static ServerFrame decoded(String frame) {
    try {
      return FrameCodec.decodeServer(frame);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not a frame: " + frame, e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  /// Without a closing handshake, as a phone without network.
  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
