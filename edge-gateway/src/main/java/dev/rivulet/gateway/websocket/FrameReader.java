package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.SubProtocol;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads one client's frames and hands on whole messages (RFC 6455 section 5), strictly: what no
/// correct client sends ends the connection.
///
/// Nothing is allocated for bytes that were announced but did not arrive: between messages it holds
/// 16 bytes, and a message's buffer grows with what came in. For one thread.
final class FrameReader {
  /// Where bytes come from: at least one at a time, -1 at the end.
  @FunctionalInterface
  interface Source {
    int read(byte[] into, int offset, int length) throws IOException, WebSocketFailure;
  }

  /// What arrives, on the reading thread.
  interface Listener {
    /// Whole; well-formed UTF-8 if the sub-protocol's messages are text.
    void message(byte[] message);

    void ping(byte[] payload);

    /// The peer's close frame.
    ///
    /// @param code the peer's, 0 if it named none
    void close(int code);
  }

  private static final int BUFFER_BYTES = 16;
  private static final int FIRST_CHUNK_BYTES = 4096;
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int CONTROL = 0x8;
  private static final byte[] NOTHING = {};

  private final Source source;
  private final Listener listener;
  private final int fragmentsMax;
  private final boolean binary;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Utf8Check utf8 = new Utf8Check();
  private int messageBytesMax;
  private int position;
  private int limit;
  private int mask;

  /// The message being put together; `fragments` is 0 between messages.
  private byte[] message = NOTHING;

  private int messageBytes;
  private int fragments;

  /// Reads from the source what does not lie ahead already.
  ///
  /// @param early bytes that were read together with the handshake, or null
  FrameReader(
      Source source,
      byte @Nullable [] early,
      Limits limits,
      SubProtocol subProtocol,
      Listener listener) {
    this.binary = subProtocol.binary();
    this.source = early == null ? source : new EarlyBytes(early, source);
    this.listener = listener;
    this.messageBytesMax = limits.messageBytesMax();
    this.fragmentsMax = limits.fragmentsMax();
  }

  /// Called by the reading thread alone.
  void limitMessages(int bytesMax) {
    messageBytesMax = bytesMax;
  }

  /// Reads one frame.
  ///
  /// @throws EOFException if the peer is gone
  void readFrame() throws IOException, WebSocketFailure {
    int first = octet();
    int second = octet();
    check((first & RESERVED) == 0, CloseCode.PROTOCOL_ERROR, "reserved bit");
    check((second & MASKED) != 0, CloseCode.PROTOCOL_ERROR, "not masked");
    int opcode = first & 0xf;
    boolean last = (first & FINAL) != 0;
    if ((opcode & CONTROL) != 0) {
      control(opcode, last, second & ~MASKED);
    } else {
      data(opcode, last, second & ~MASKED);
    }
  }

  private void control(int opcode, boolean last, int length) throws IOException, WebSocketFailure {
    check(opcode <= Frames.PONG, CloseCode.PROTOCOL_ERROR, "unknown opcode");
    check(last, CloseCode.PROTOCOL_ERROR, "fragmented control frame");
    check(length <= Frames.CONTROL_BYTES_MAX, CloseCode.PROTOCOL_ERROR, "long control frame");
    mask = int32();
    byte[] payload = length == 0 ? NOTHING : new byte[length];
    for (int have = 0; have < length; ) {
      int more = take(payload, have, length - have);
      unmask(payload, have, have + more, have);
      have += more;
    }
    switch (opcode) {
      case Frames.PING -> listener.ping(payload);
      case Frames.CLOSE -> close(payload);
      default -> {}
    }
  }

  private void close(byte[] payload) throws WebSocketFailure {
    if (payload.length == 0) {
      listener.close(0);
      return;
    }
    check(payload.length > 1, CloseCode.PROTOCOL_ERROR, "close code cut");
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    check(mayBeSent(code), CloseCode.PROTOCOL_ERROR, "close code");
    var reason = new Utf8Check();
    boolean wellFormed = reason.accept(payload, Short.BYTES, payload.length) && reason.complete();
    check(wellFormed, CloseCode.INVALID_TEXT, "close reason is not UTF-8");
    listener.close(code);
  }

  /// RFC 6455 section 7.4 and the IANA registry of close codes.
  private static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code < 5000);
  }

  private void data(int opcode, boolean last, int shortLength)
      throws IOException, WebSocketFailure {
    check(opcode <= Frames.BINARY, CloseCode.PROTOCOL_ERROR, "unknown opcode");
    boolean begins = opcode != Frames.CONTINUATION;
    check(begins == (fragments == 0), CloseCode.PROTOCOL_ERROR, "fragments out of order");
    if (begins) {
      check(
          binary == (opcode == Frames.BINARY),
          CloseCode.UNSUPPORTED_DATA,
          binary ? "binary only" : "text only");
    }
    long length = length(shortLength);
    check(length <= messageBytesMax - messageBytes, CloseCode.TOO_LARGE, "message too large");
    check(fragments < fragmentsMax, CloseCode.TOO_LARGE, "too many fragments");
    fragments++;
    mask = int32();
    payload((int) length, last);
    if (last) {
      check(utf8.complete(), CloseCode.INVALID_TEXT, "not UTF-8");
      finishMessage();
    }
  }

  private long length(int shortLength) throws IOException, WebSocketFailure {
    if (shortLength < Frames.LENGTH_16) {
      return shortLength;
    }
    boolean wide = shortLength == Frames.LENGTH_64;
    long length = 0;
    for (int bytes = wide ? Long.BYTES : Short.BYTES; bytes > 0; bytes--) {
      length = (length << 8) | octet();
    }
    check(length >= 0, CloseCode.PROTOCOL_ERROR, "length");
    boolean shortest = wide ? length > 0xffff : length > Frames.CONTROL_BYTES_MAX;
    check(shortest, CloseCode.PROTOCOL_ERROR, "length not in its shortest form");
    return length;
  }

  private void payload(int length, boolean last) throws IOException, WebSocketFailure {
    int begin = messageBytes;
    int end = begin + length;
    while (messageBytes < end) {
      makeRoom(last ? end : messageBytesMax);
      int from = messageBytes;
      int to = from + take(message, from, Math.min(message.length, end) - from);
      unmask(message, from, to, from - begin);
      messageBytes = to;
      boolean readable = binary || utf8.accept(message, from, to);
      check(readable, CloseCode.INVALID_TEXT, "not UTF-8");
    }
  }

  /// Doubles, so that many small fragments are not copied again for each of them; the last one, or
  /// the only one, gets no more than its size.
  private void makeRoom(int most) {
    if (messageBytes == message.length) {
      int grown = Math.max(2 * message.length, FIRST_CHUNK_BYTES);
      message = Arrays.copyOf(message, Math.min(grown, most));
    }
  }

  private void finishMessage() {
    byte[] whole = message.length == messageBytes ? message : Arrays.copyOf(message, messageBytes);
    message = NOTHING;
    messageBytes = 0;
    fragments = 0;
    utf8.reset();
    listener.message(whole);
  }

  private void unmask(byte[] bytes, int from, int to, int offset) {
    for (int at = from, index = offset; at < to; at++, index++) {
      bytes[at] ^= (byte) (mask >>> (24 - 8 * (index & 3)));
    }
  }

  private int int32() throws IOException, WebSocketFailure {
    return (octet() << 24) | (octet() << 16) | (octet() << 8) | octet();
  }

  private int octet() throws IOException, WebSocketFailure {
    if (position == limit) {
      position = 0;
      limit = atLeastOne(source.read(buffer, 0, BUFFER_BYTES));
    }
    return buffer[position++] & 0xff;
  }

  private int take(byte[] into, int offset, int length) throws IOException, WebSocketFailure {
    if (position == limit) {
      return atLeastOne(source.read(into, offset, length));
    }
    int taken = Math.min(length, limit - position);
    System.arraycopy(buffer, position, into, offset, taken);
    position += taken;
    return taken;
  }

  private static int atLeastOne(int read) throws EOFException {
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  private static void check(boolean correct, CloseCode code, String reason)
      throws WebSocketFailure {
    if (!correct) {
      throw new WebSocketFailure(code, reason);
    }
  }

  /// Bytes that came behind the handshake, then the socket's.
  private static final class EarlyBytes implements Source {
    private final Source next;
    private byte[] early;
    private int position;

    EarlyBytes(byte[] early, Source next) {
      this.early = early;
      this.next = next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException, WebSocketFailure {
      int taken = Math.min(length, early.length - position);
      if (taken == 0) {
        early = NOTHING;
        position = 0;
        return next.read(into, offset, length);
      }
      System.arraycopy(early, position, into, offset, taken);
      position += taken;
      return taken;
    }
  }
}
