package dev.rivulet.testing.load;

import dev.rivulet.client.api.LoggedIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Thousands of attached sessions on one thread. They count the events of one conversation without
/// making anything of them: a real client would cost more than the servers it measures.
final class Crowd implements AutoCloseable {
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final byte[] ATTACHED = ascii("{\"type\":\"attached\"");
  private static final byte[] EVENT = ascii("{\"type\":\"event\"");
  private static final byte[] SEQ = ascii("\"seq\":");
  private static final int HEAD_BYTES_MAX = 400;

  private final Selector selector;
  private final Thread thread = Thread.ofPlatform().name("crowd").unstarted(this::run);

  // Guarded by this.
  private final Map<Long, Arrivals> bySeq = new HashMap<>();
  private byte[] conversation = new byte[0];
  private int attached;
  private int gone;

  /// How many sessions have an event, and when the latest of them got it (nanoseconds).
  record Arrivals(int sessions, long lastAt) {}

  Crowd() throws IOException {
    selector = Selector.open();
  }

  /// Connects and attaches everybody, in turns to each gateway, and begins to read.
  void attach(List<LoggedIn> people, List<URI> gateways) throws IOException {
    for (int i = 0; i < people.size(); i++) {
      var gateway = gateways.get(i % gateways.size());
      var channel = open(gateway);
      write(channel, 1, ascii(attachFrame(people.get(i).accessToken(), i + 1L)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Inbound());
    }
    thread.start();
  }

  private static String attachFrame(String token, long connection) {
    return "{\"type\":\"attach\",\"token\":\"%s\",\"connection\":%d}".formatted(token, connection);
  }

  synchronized int attached() {
    return attached;
  }

  /// Sessions that the server ended.
  synchronized int gone() {
    return gone;
  }

  /// From now on this conversation counts, from nothing.
  synchronized void follow(UUID id) {
    conversation = ascii(id.toString());
    bySeq.clear();
  }

  synchronized Arrivals of(long seq) {
    return bySeq.getOrDefault(seq, new Arrivals(0, 0));
  }

  private static SocketChannel open(URI gateway) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    var upgrade =
        """
        GET /v1/ws HTTP/1.1
        Host: %s:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: rivulet.v1+json

        """
            .formatted(gateway.getHost(), gateway.getPort())
            .replace("\n", "\r\n");
    channel.write(ByteBuffer.wrap(ascii(upgrade)));
    var head = new ByteArrayOutputStream();
    var one = ByteBuffer.allocate(1);
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0 || head.size() > 4_096) {
        throw new IOException("no WebSocket: " + head.toString(StandardCharsets.US_ASCII));
      }
      head.write(one.array()[0]);
    }
    if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no WebSocket: " + head.toString(StandardCharsets.US_ASCII));
    }
    return channel;
  }

  /// Masked with zeros: a mask is for proxies, of which there are none.
  private static void write(SocketChannel channel, int opcode, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(8 + payload.length);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    channel.write(frame.putInt(0).put(payload).flip());
  }

  private void run() {
    var buffer = ByteBuffer.allocateDirect(256 << 10);
    try {
      while (selector.isOpen()) {
        selector.select();
        if (!selector.isOpen()) {
          return;
        }
        for (var key : selector.selectedKeys()) {
          read(key, buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void read(SelectionKey key, ByteBuffer buffer) throws IOException {
    var channel = (SocketChannel) key.channel();
    var inbound = (Inbound) key.attachment();
    int read = channel.read(inbound.begin(buffer));
    if (read < 0) {
      gone++;
      channel.close();
      return;
    }
    long now = System.nanoTime();
    inbound.arrived();
    while (inbound.next()) {
      frame(channel, inbound, now);
    }
    inbound.end();
  }

  private void frame(SocketChannel channel, Inbound inbound, long now) throws IOException {
    if (inbound.opcode == PING) {
      write(channel, PONG, new byte[0]);
    } else if (inbound.opcode == CLOSE) {
      gone++;
      channel.close();
    } else if (inbound.startsWith(ATTACHED)) {
      attached++;
    } else if (inbound.startsWith(EVENT) && inbound.find(conversation) >= 0) {
      long seq = inbound.number(inbound.find(SEQ) + SEQ.length);
      bySeq.merge(
          seq,
          new Arrivals(1, now),
          (before, one) -> new Arrivals(before.sessions() + 1, one.lastAt()));
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (var key : List.copyOf(selector.keys())) {
      key.channel().close();
    }
    selector.close();
    thread.join();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Bytes of one session that are not whole frames yet, and the frame that was found last. Of a
  /// long one only the beginning is kept: thousands of sessions may get 20 KB each at once.
  private static final class Inbound {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /// Of the thread, while this session is read.
    private ByteBuffer bytes = NONE;

    /// Left from the time before.
    private byte[] rest = new byte[0];

    private int start;
    private int end;
    private int skipped;
    int opcode;

    ByteBuffer begin(ByteBuffer shared) {
      bytes = shared;
      return shared.clear().put(rest);
    }

    void arrived() {
      bytes.flip();
      int skip = Math.min(skipped, bytes.remaining());
      skipped -= skip;
      bytes.position(skip);
    }

    void end() {
      rest = new byte[bytes.remaining()];
      bytes.get(rest);
      bytes = NONE;
    }

    /// A server's frames have no mask.
    boolean next() {
      int at = bytes.position();
      if (bytes.remaining() < 2) {
        return false;
      }
      int length = bytes.get(at + 1) & 0x7f;
      int head = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (bytes.remaining() < head) {
        return false;
      }
      if (length == 126) {
        length = bytes.getShort(at + 2) & 0xffff;
      } else if (length == 127) {
        length = (int) bytes.getLong(at + 2);
      }
      int kept = Math.min(length, HEAD_BYTES_MAX);
      if (bytes.remaining() < head + kept) {
        return false;
      }
      opcode = bytes.get(at) & 0x0f;
      start = at + head;
      end = start + kept;
      int whole = Math.min(bytes.limit(), start + length);
      skipped = start + length - whole;
      bytes.position(whole);
      return true;
    }

    boolean startsWith(byte[] text) {
      return at(start, text);
    }

    /// Where it stands near the beginning of the frame, or -1.
    int find(byte[] text) {
      int last = Math.min(end, start + HEAD_BYTES_MAX) - text.length;
      for (int from = start; from <= last; from++) {
        if (at(from, text)) {
          return from;
        }
      }
      return -1;
    }

    private boolean at(int from, byte[] text) {
      if (from + text.length > end) {
        return false;
      }
      for (int i = 0; i < text.length; i++) {
        if (bytes.get(from + i) != text[i]) {
          return false;
        }
      }
      return true;
    }

    long number(int from) {
      long number = 0;
      for (int i = from; i < end && bytes.get(i) >= '0' && bytes.get(i) <= '9'; i++) {
        number = 10 * number + bytes.get(i) - '0';
      }
      return number;
    }
  }
}
