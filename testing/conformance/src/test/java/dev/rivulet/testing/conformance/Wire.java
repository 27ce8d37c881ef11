package dev.rivulet.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A client on a bare socket: it sends what it is told to, right or wrong, and takes nothing from
/// the server that is not right (RFC 6455 section 5).
final class Wire implements Closeable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  static final String UPGRADE =
      "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: "
          + KEY
          + "\r\nSec-WebSocket-Version: 13\r\n\r\n";

  private static final int MASK = 0x37fa213d;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int NO_CODE = 1005;

  private final Socket socket;
  private final DataInputStream input;
  private final OutputStream output;

  /// A frame of the server, which is final and has no reserved bit.
  static final class Frame {
    private final int opcode;
    private final byte[] bytes;

    Frame(int opcode, byte[] bytes) {
      this.opcode = opcode;
      this.bytes = bytes;
    }

    int opcode() {
      return opcode;
    }

    byte[] bytes() {
      return bytes;
    }

    int closeCode() {
      return bytes.length == 0 ? NO_CODE : ByteBuffer.wrap(bytes).getShort() & 0xffff;
    }
  }

  /// Connects.
  ///
  /// @param receiveBytes of the socket's buffer, or 0 for the system's
  Wire(int port, int receiveBytes) throws IOException {
    socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    input = new DataInputStream(socket.getInputStream());
    output = socket.getOutputStream();
  }

  Wire(int port) throws IOException {
    this(port, 0);
  }

  static Wire open(int port) throws IOException {
    var wire = new Wire(port);
    wire.write(UPGRADE);
    wire.expectAccepted();
    return wire;
  }

  Socket socket() {
    return socket;
  }

  void write(String latin) throws IOException {
    write(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }

  /// Several writes of so many bytes each. The server may have found a fault in the first ones and
  /// be gone before the last: what it said is still to be read.
  void chop(byte[] bytes, int size) throws IOException {
    try {
      for (int at = 0; at < bytes.length; at += size) {
        write(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
      }
    } catch (SocketException gone) {
      // Seen by whoever reads.
    }
  }

  void text(String text) throws IOException {
    write(frame(FIN | TEXT, utf8(text)));
  }

  void ping(String payload) throws IOException {
    write(frame(FIN | PING, utf8(payload)));
  }

  void sendClose(int code) throws IOException {
    write(close(code, new byte[0]));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] close(int code, byte[] reason) {
    byte[] payload =
        ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
    return frame(FIN | CLOSE, payload);
  }

  /// A masked frame in its shortest form.
  ///
  /// @param first FIN, reserved bits and opcode
  static byte[] frame(int first, byte[] payload) {
    return join(header(first, payload.length), masked(payload));
  }

  /// Everything before the payload, in its shortest form.
  static byte[] header(int first, long length) {
    var out = ByteBuffer.allocate(14).put((byte) first);
    if (length <= 125) {
      out.put((byte) (0x80 | length));
    } else if (length <= 0xffff) {
      out.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      out.put((byte) (0x80 | 127)).putLong(length);
    }
    out.putInt(MASK);
    return Arrays.copyOf(out.array(), out.position());
  }

  static byte[] masked(byte[] payload) {
    byte[] out = new byte[payload.length];
    for (int at = 0; at < payload.length; at++) {
      out[at] = (byte) (payload[at] ^ (MASK >>> (24 - 8 * (at & 3))));
    }
    return out;
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /// Status line and headers, or what came before the connection ended.
  String readHead() throws IOException {
    var head = new ByteArrayOutputStream();
    try {
      int last = 0;
      while (last != 0x0d0a0d0a) {
        int octet = input.read();
        if (octet < 0) {
          break;
        }
        last = (last << 8) | octet;
        head.write(octet);
      }
    } catch (SocketException reset) {
      // What came before it is the answer.
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  void expectAccepted() throws IOException {
    assertThat(readHead()).startsWith("HTTP/1.1 101 ").containsIgnoringCase(": " + ACCEPT);
  }

  Frame read() throws IOException {
    int first = input.readUnsignedByte();
    assertThat(first & 0xf0).as("FIN and reserved bits").isEqualTo(FIN);
    int second = input.readUnsignedByte();
    assertThat(second & 0x80).as("mask").isZero();
    int length = second;
    if (second == 126) {
      length = input.readUnsignedShort();
      assertThat(length).as("needs 16 bits").isGreaterThan(125);
    } else if (second == 127) {
      length = Math.toIntExact(input.readLong());
      assertThat(length).as("needs 64 bits").isGreaterThan(0xffff);
    }
    int opcode = first & 0xf;
    assertThat(opcode).as("opcode").isIn(TEXT, BINARY, CLOSE, PING, PONG);
    if (opcode >= CLOSE) {
      assertThat(length).as("length of a control frame").isLessThanOrEqualTo(125);
    }
    byte[] payload = new byte[length];
    input.readFully(payload);
    return new Frame(opcode, payload);
  }

  void expect(int opcode, byte[] payload) throws IOException {
    Frame frame = read();
    assertThat(frame.opcode()).as("opcode; close code %d", codeOf(frame)).isEqualTo(opcode);
    assertThat(Arrays.equals(frame.bytes(), payload)).as("payload").isTrue();
  }

  private static int codeOf(Frame frame) {
    return frame.opcode() == CLOSE ? frame.closeCode() : 0;
  }

  void expectText(String text) throws IOException {
    expect(TEXT, utf8(text));
  }

  void expectPong(String payload) throws IOException {
    expect(PONG, utf8(payload));
  }

  /// The very next frame closes with the code, and the connection ends.
  void expectClose(int code) throws IOException {
    Frame frame = read();
    assertThat(frame.opcode()).as("opcode").isEqualTo(CLOSE);
    assertThat(frame.closeCode()).as("close code").isEqualTo(code);
    expectEnd();
  }

  /// Skips what was sent before.
  void expectCloseAfterwards(int code) throws IOException {
    Frame frame = read();
    while (frame.opcode() != CLOSE) {
      frame = read();
    }
    assertThat(frame.closeCode()).as("close code").isEqualTo(code);
    expectEnd();
  }

  /// The connection still works, and closes as it should.
  void expectAlive() throws IOException {
    text("still here");
    expectText("still here");
    sendClose(1000);
    expectClose(1000);
  }

  /// Not a byte more.
  void expectEnd() throws IOException {
    assertThat(input.read()).as("end of the connection").isNegative();
  }

  /// An end of any kind, also a reset, whatever comes before it.
  void expectGone() throws IOException {
    byte[] rest = new byte[4096];
    try {
      for (int read = 0; read >= 0; ) {
        read = input.read(rest);
      }
    } catch (SocketException reset) {
      // That is an end as well.
    }
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
