package dev.rivulet.testing.load;

import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Thousands of sessions on one thread, which only counts what comes and takes the age of events
/// whose text holds [#STAMP] and the nanoseconds of its making.
final class Horde implements AutoCloseable {
  static final String STAMP = "t=";

  private static final int SLOW_RECEIVE_BYTES = 4096;
  private static final int UNDER_WAY_MAX = 200;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int BINARY = 2;
  private static final int TEXT = 1;
  private static final int PONG = 10;
  private static final long PAUSE_NANOS = 1_000_000;

  private final SubProtocol subProtocol;
  private final Listener listener;
  private final Selector selector;
  private final ConcurrentLinkedQueue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger present = new AtomicInteger();
  final AtomicInteger gone = new AtomicInteger();
  final AtomicLong events = new AtomicLong();
  final AtomicLong eventBytes = new AtomicLong();
  volatile Figures ages = new Figures();
  private volatile boolean closed;

  /// What becomes of sessions; on the thread that reads.
  interface Listener {
    Listener NOBODY = new Listener() {};

    /// The first `attached` frame, as far as it is of use here.
    default void attached(Member member, String head) {}

    /// Refused, with the status of HTTP, or ended, with the code of the close frame or 1006.
    default void gone(Member member, int code, int retryAfterSeconds) {}
  }

  Horde(SubProtocol subProtocol, Listener listener) throws IOException {
    this.subProtocol = subProtocol;
    this.listener = listener;
    this.selector = Selector.open();
    Thread.ofPlatform().daemon().name("horde").start(this::run);
  }

  /// One session.
  static final class Member {
    final Minted.Guest guest;
    final SocketChannel channel;
    final Incoming incoming = new Incoming();
    private volatile @Nullable SelectionKey key;
    boolean attached;
    boolean over;

    Member(Minted.Guest guest, SocketChannel channel) {
      this.guest = guest;
      this.channel = channel;
    }
  }

  /// Connects and asks to attach; waits while too many are under way.
  ///
  /// @param slow whether the system is to keep little for it, so that a stall shows soon
  Member open(Minted.Guest guest, URI gateway, boolean slow) throws IOException {
    while (opened.get() - present.get() - gone.get() > UNDER_WAY_MAX) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    var channel = SocketChannel.open();
    if (slow) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BYTES);
    }
    try {
      channel.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.write(ByteBuffer.wrap(upgrade(gateway)));
      var attach = new ClientFrame.Attach(guest.token(), System.currentTimeMillis());
      channel.write(ByteBuffer.wrap(frame(subProtocol.binary() ? BINARY : TEXT, attach)));
      channel.configureBlocking(false);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
    opened.incrementAndGet();
    var member = new Member(guest, channel);
    errands.add(() -> register(member));
    selector.wakeup();
    return member;
  }

  private void register(Member member) {
    try {
      member.key = member.channel.register(selector, SelectionKey.OP_READ, member);
    } catch (IOException e) {
      end(member, Incoming.LOST, 0);
    }
  }

  /// Reads no more of it.
  void stall(Member member) {
    errands.add(
        () -> {
          var key = member.key;
          if (key != null) {
            key.cancel();
          }
        });
    selector.wakeup();
  }

  private byte[] frame(int opcode, ClientFrame frame) {
    return Incoming.masked(opcode, subProtocol.encode(frame));
  }

  private byte[] upgrade(URI gateway) {
    return """
        GET /v1/ws HTTP/1.1
        Host: %s:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: %s

        """
        .formatted(gateway.getHost(), gateway.getPort(), subProtocol.id())
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void run() {
    var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (!closed) {
        selector.select(key -> read((Member) key.attachment(), buffer));
        for (var errand = errands.poll(); errand != null; errand = errands.poll()) {
          errand.run();
        }
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read(Member member, ByteBuffer buffer) {
    try {
      int read = member.channel.read(buffer.clear());
      if (read < 0) {
        end(member, Incoming.LOST, 0);
        return;
      }
      long now = System.nanoTime();
      buffer.flip();
      while (!member.over && member.incoming.next(buffer)) {
        take(member, member.incoming, now);
      }
    } catch (IOException lost) {
      end(member, Incoming.LOST, 0);
    }
  }

  private void take(Member member, Incoming in, long now) throws IOException {
    switch (in.kind(subProtocol)) {
      case REFUSED, CLOSE -> end(member, in.code(), in.retryAfter());
      case PING -> member.channel.write(ByteBuffer.wrap(Incoming.masked(PONG, new byte[0])));
      case ATTACHED -> {
        if (!member.attached) {
          member.attached = true;
          present.incrementAndGet();
          listener.attached(member, in.head());
        }
      }
      case EVENT -> {
        events.incrementAndGet();
        eventBytes.addAndGet(in.frameBytes());
        long made = in.numberBehind(STAMP);
        if (made > 0) {
          ages.add(now - made);
        }
      }
      case OTHER -> {
        // What else a session is told does not matter here.
      }
    }
  }

  private void end(Member member, int code, int retryAfterSeconds) {
    if (member.over) {
      return;
    }
    member.over = true;
    try {
      member.channel.close();
    } catch (IOException alreadyGone) {
      // There is nothing left to release.
    }
    gone.incrementAndGet();
    if (member.attached) {
      present.decrementAndGet();
    }
    listener.gone(member, code, retryAfterSeconds);
  }

  /// Leaves everybody without a word.
  @Override
  public void close() throws IOException {
    closed = true;
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.wakeup();
  }
}
