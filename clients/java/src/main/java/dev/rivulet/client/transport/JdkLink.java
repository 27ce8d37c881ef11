package dev.rivulet.client.transport;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One connection of the JDK's WebSocket: puts messages together, sends one after another (the JDK
/// refuses a second while the first is on its way) and bounds both directions.
final class JdkLink implements Link, WebSocket.Listener {
  private static final int MESSAGE_CHARS_MAX = 1 << 20;
  private static final int MESSAGES_UNDER_WAY_MAX = 256;
  private static final int OUTGOING_MAX = 4_096;
  private static final int FAREWELL_MILLIS = 2_000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_LARGE = 1009;
  private static final int OVERLOADED = 1013;

  private final boolean binary;
  private final LinkListener listener;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ArrayDeque<Object> outgoing = new ArrayDeque<>();
  private final StringBuilder partial = new StringBuilder();
  private final ByteArrayOutputStream partialBytes = new ByteArrayOutputStream();
  private @Nullable WebSocket socket;
  private boolean sending;
  private boolean finished;

  JdkLink(boolean binary, LinkListener listener) {
    this.binary = binary;
    this.listener = listener;
  }

  @Override
  public void send(String text) {
    enqueue(text);
  }

  @Override
  public void binary(byte[] message) {
    enqueue(message);
  }

  /// A text or the bytes of a binary message.
  private void enqueue(Object message) {
    boolean overflow;
    synchronized (this) {
      overflow = outgoing.size() >= OUTGOING_MAX;
      if (!overflow) {
        outgoing.add(message);
      }
    }
    if (overflow) {
      end(OVERLOADED, "too many messages wait to be sent");
    } else {
      pump();
    }
  }

  /// A message that is still on its way may be stuck for good, so there is no waiting for it.
  @Override
  public void close() {
    WebSocket open;
    synchronized (this) {
      open = sending ? null : socket;
      finishQuietly();
    }
    if (open == null) {
      end(ABNORMAL, "given up by this client");
    } else {
      var _ =
          open.sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
              .whenComplete((_, _) -> end(WebSocket.NORMAL_CLOSURE, "closed by this client"));
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    boolean tooLate;
    synchronized (this) {
      tooLate = finished;
      if (!tooLate) {
        socket = opened;
      }
    }
    if (tooLate) {
      opened.abort();
      return;
    }
    listener.opened();
    opened.request(MESSAGES_UNDER_WAY_MAX);
    pump();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    if (binary) {
      end(PROTOCOL_ERROR, "a text message");
      return null;
    }
    if (partial.length() + part.length() > MESSAGE_CHARS_MAX) {
      end(TOO_LARGE, "a message is too large");
      return null;
    }
    partial.append(part);
    if (last) {
      var message = partial.toString();
      partial.setLength(0);
      listener.text(message, () -> from.request(1));
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
    if (!binary) {
      end(PROTOCOL_ERROR, "a binary message");
      return null;
    }
    if (partialBytes.size() + bytes.remaining() > MESSAGE_CHARS_MAX) {
      end(TOO_LARGE, "a message is too large");
      return null;
    }
    while (bytes.hasRemaining()) {
      partialBytes.write(bytes.get());
    }
    if (last) {
      var message = partialBytes.toByteArray();
      partialBytes.reset();
      listener.binary(message, () -> from.request(1));
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    finish(code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    end(ABNORMAL, String.valueOf(failure.getMessage()));
  }

  /// The handshake failed.
  void refused(long retryAfterMillis, String reason) {
    if (retryAfterMillis > 0) {
      listener.refused(retryAfterMillis);
    }
    end(ABNORMAL, reason);
  }

  /// Ends without waiting for the other side.
  void end(int code, String reason) {
    WebSocket open;
    synchronized (this) {
      open = socket;
      finishQuietly();
    }
    if (open != null) {
      open.abort();
    }
    report(code, reason);
  }

  private void finish(int code, String reason) {
    synchronized (this) {
      finishQuietly();
    }
    report(code, reason);
  }

  private void finishQuietly() {
    outgoing.clear();
    sending = true;
    finished = true;
  }

  private void report(int code, String reason) {
    if (ended.compareAndSet(false, true)) {
      listener.closed(code, reason);
    }
  }

  private void pump() {
    CompletableFuture<WebSocket> sent;
    do {
      WebSocket open;
      Object next;
      synchronized (this) {
        open = socket;
        next = outgoing.peek();
        if (sending || open == null || next == null) {
          return;
        }
        sending = true;
        outgoing.poll();
      }
      sent =
          next instanceof byte[] bytes
              ? open.sendBinary(ByteBuffer.wrap(bytes), true)
              : open.sendText(next.toString(), true);
    } while (sent.isDone() && over(sent));
    var _ = sent.thenRun(this::resume);
    var _ =
        sent.exceptionally(
            failure -> {
              end(ABNORMAL, String.valueOf(failure.getMessage()));
              return null;
            });
  }

  /// A send that is complete already needs no callback, and no deeper stack for the next one.
  private boolean over(CompletableFuture<WebSocket> sent) {
    if (sent.isCompletedExceptionally()) {
      return false;
    }
    synchronized (this) {
      sending = finished;
    }
    return true;
  }

  private void resume() {
    synchronized (this) {
      sending = finished;
    }
    pump();
  }
}
