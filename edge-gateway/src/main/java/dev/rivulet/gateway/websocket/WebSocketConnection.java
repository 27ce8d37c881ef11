package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// One WebSocket after its handshake.
///
/// One virtual thread reads. Anyone may [#send] and never waits: frames go into the bounded
/// [Outbound]. If that is full the connection closes with 1013; a write that is stuck is cut by
/// [#tick]. However the connection ends, its listener is told once, on the reading thread.
public final class WebSocketConnection implements Wire {
  /// Who uses the connection.
  public interface Listener {
    /// A whole message of the connection's sub-protocol; on the reading thread.
    void message(byte[] message);

    /// From time to time, on the one thread that does so for all connections.
    ///
    /// @param now as of `System.nanoTime()`
    void tick(long now);

    /// The connection is gone; on the reading thread, once.
    void ended();
  }

  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(WebSocketConnection.class));
  private static final int DISCARD_BUFFER_BYTES = 4096;
  private static final long DISCARD_BYTES_MIN = 1 << 20;
  private static final byte[] PING = Frames.ping();

  private final InputStream input;
  private final Outbound outbound;
  private final Limits limits;
  private final SubProtocol subProtocol;
  private final WireMeters meters;
  private final FrameReader reader;
  private final Listener listener;
  private final Pace pace;
  private final UserPaces userPaces;
  private volatile long lastRead;

  // Of the reading thread alone.
  private boolean peerClosed;
  private boolean freshThread;
  private @Nullable UUID user;
  private @Nullable Pace userPace;

  /// Of the ticking thread alone.
  private long lastPing;

  private volatile String ending = "lost";

  /// Makes the listener, which needs the connection.
  @FunctionalInterface
  public interface ListenerFactory {
    Listener listen(WebSocketConnection connection);
  }

  WebSocketConnection(
      Socket socket,
      byte @Nullable [] early,
      SubProtocol subProtocol,
      Limits limits,
      WireMeters meters,
      UserPaces userPaces,
      ListenerFactory factory)
      throws IOException {
    this.input = socket.getInputStream();
    this.outbound = new Outbound(socket, limits, meters);
    this.limits = limits;
    this.subProtocol = subProtocol;
    this.meters = meters;
    this.lastRead = System.nanoTime();
    this.lastPing = lastRead;
    this.reader = new FrameReader(this::read, early, limits, subProtocol, new Incoming());
    this.pace = new Pace(limits.framesPerSecondMax(), limits.bytesPerSecondMax(), lastRead);
    this.userPaces = userPaces;
    this.listener = factory.listen(this);
  }

  @Override
  public boolean send(byte[] frame) {
    return switch (outbound.offer(frame)) {
      case TAKEN -> true;
      case OVERFLOW -> {
        close(CloseCode.OVERLOADED, "too slow");
        yield false;
      }
      case CLOSED -> false;
    };
  }

  @Override
  public boolean sendSpare(byte[] frame) {
    return outbound.offerSpare(frame);
  }

  @Override
  public void close(CloseCode code, String reason) {
    close(Frames.close(code, reason), String.valueOf(code.code()));
  }

  @Override
  public SubProtocol subProtocol() {
    return subProtocol;
  }

  @Override
  public void limitMessages(int bytesMax) {
    reader.limitMessages(bytesMax);
  }

  @Override
  public void belongTo(UUID owner) {
    user = owner;
    userPace = userPaces.enter(owner);
  }

  @Override
  public long lastRead() {
    return lastRead;
  }

  @Override
  public void continueOnFreshThread() {
    freshThread = true;
  }

  /// Starts to read, until the connection is gone.
  ///
  /// @param whenEnded told on the reading thread, after the listener
  void start(Consumer<WebSocketConnection> whenEnded) {
    Threads.startVirtual("ws", () -> run(whenEnded));
  }

  // The top of a thread: what one client brings about must not end the process for the others.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private void run(Consumer<WebSocketConnection> whenEnded) {
    boolean goesOn = false;
    try {
      goesOn = readFrames();
      if (!goesOn) {
        discard();
      }
    } catch (IOException gone) {
      // The peer is away or sends no more, or someone here closed the socket: all end below.
    } catch (RuntimeException defect) {
      LOG.warn("defect", "a connection ends for a defect", defect);
    } finally {
      if (goesOn) {
        start(whenEnded);
      } else {
        end(whenEnded);
      }
    }
  }

  private void end(Consumer<WebSocketConnection> whenEnded) {
    try {
      outbound.awaitCloseWritten();
      abort();
      if (user != null) {
        userPaces.leave(user);
      }
      meters.closed(ending);
      listener.ended();
    } finally {
      whenEnded.accept(this);
    }
  }

  /// A defect is told like a failure of the peer's.
  ///
  /// @return whether another thread is to go on
  @SuppressWarnings("checkstyle:IllegalCatch")
  private boolean readFrames() throws IOException {
    try {
      while (!peerClosed && !freshThread) {
        reader.readFrame();
        meters.framesIn.increment();
        pace.frame(lastRead);
        if (userPace != null) {
          userPace.frame(lastRead);
        }
      }
    } catch (WebSocketFailure failure) {
      close(failure.code(), failure.reason());
      return false;
    } catch (RuntimeException defect) {
      LOG.warn("defect", "a connection ends for a defect", defect);
      close(CloseCode.INTERNAL_ERROR, "internal error");
      return false;
    }
    boolean goesOn = freshThread && !peerClosed;
    freshThread = false;
    return goesOn;
  }

  /// Takes what still arrives until the peer has seen our close frame: closing a socket that has
  /// unread bytes resets it, and the peer may lose that frame. [#tick] ends it, or a peer that
  /// sends faster than it may.
  private void discard() throws IOException {
    long seconds = Math.max(1, limits.closeTimeout().toSeconds());
    long left = Math.max(DISCARD_BYTES_MIN, seconds * limits.bytesPerSecondMax());
    byte[] buffer = new byte[DISCARD_BUFFER_BYTES];
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = input.read(buffer);
    }
  }

  private int read(byte[] into, int offset, int length) throws IOException, WebSocketFailure {
    int read = input.read(into, offset, length);
    if (read > 0) {
      lastRead = System.nanoTime();
      meters.bytesIn.increment(read);
      pace.bytes(lastRead, read);
      if (userPace != null) {
        userPace.bytes(lastRead, read);
      }
    }
    return read;
  }

  /// Timers; called for every connection by one thread.
  void tick(long now) {
    if (outbound.overdue(now)) {
      abort();
      return;
    }
    long silence = now - lastRead;
    if (silence >= limits.idleTimeout().toNanos()) {
      close(CloseCode.GOING_AWAY, "silent");
    } else if (silence >= limits.pingInterval().toNanos()
        && now - lastPing >= limits.pingInterval().toNanos()) {
      lastPing = now;
      send(PING);
    }
    listener.tick(now);
  }

  /// Ends the connection at once; a blocked read or write fails.
  void abort() {
    outbound.abort();
  }

  private void close(byte[] frame, String why) {
    if (outbound.close(frame)) {
      ending = why;
    }
  }

  /// Not the connection itself, so that its users cannot call these.
  private final class Incoming implements FrameReader.Listener {
    @Override
    public void message(byte[] message) {
      if (!outbound.isClosing()) {
        listener.message(message);
      }
    }

    @Override
    public void ping(byte[] payload) {
      send(Frames.pong(payload));
    }

    @Override
    public void close(int code) {
      peerClosed = true;
      WebSocketConnection.this.close(Frames.closeEcho(code), "peer");
    }
  }
}
