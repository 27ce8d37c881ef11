package dev.rivulet.gateway;

import com.google.protobuf.ByteString;
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

/// A WebSocket client on a bare socket, which sends whatever it is told to, right or wrong.
public final class RawClient implements Closeable {
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  public static final String UPGRADE =
      "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: "
          + KEY
          + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  private static final int MASK = 0x37fa213d;

  private final Socket socket;
  private final DataInputStream input;
  private final OutputStream output;

  /// A frame from the server.
  public record Frame(int opcode, ByteString payload) {
    public String text() {
      return payload.toStringUtf8();
    }

    /// Of a close frame; 1005 without one, as RFC 6455 has it.
    public int closeCode() {
      return payload.size() < 2 ? 1005 : payload.asReadOnlyByteBuffer().getShort() & 0xffff;
    }
  }

  public RawClient(int port) throws IOException {
    this(port, 0);
  }

  /// Connects, with a receive buffer of that size, or the system's for 0.
  public RawClient(int port, int receiveBytes) throws IOException {
    this.socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    this.input = new DataInputStream(socket.getInputStream());
    this.output = socket.getOutputStream();
  }

  /// A client that has its handshake behind it.
  public static RawClient open(int port) throws IOException {
    return new RawClient(port).handshake();
  }

  public RawClient handshake() throws IOException {
    write(UPGRADE);
    String head = readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("handshake refused: " + head);
    }
    return this;
  }

  public Socket socket() {
    return socket;
  }

  public void write(String ascii) throws IOException {
    write(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void write(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }

  public void text(String text) throws IOException {
    write(frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /// A masked frame in its shortest form.
  ///
  /// @param first FIN, reserved bits and opcode
  public static byte[] frame(int first, byte[] payload) {
    var out = ByteBuffer.allocate(14 + payload.length);
    out.put((byte) first);
    if (payload.length < 126) {
      out.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xffff) {
      out.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      out.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    out.putInt(MASK);
    for (int at = 0; at < payload.length; at++) {
      out.put((byte) (payload[at] ^ (MASK >>> (24 - 8 * (at & 3)))));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Status line and headers.
  public String readHead() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = input.read();
      if (octet < 0) {
        break;
      }
      head.write(octet);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  public Frame read() throws IOException {
    int first = input.readUnsignedByte();
    int length = input.readUnsignedByte();
    if (length == 126) {
      length = input.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(input.readLong());
    }
    byte[] payload = new byte[length];
    input.readFully(payload);
    return new Frame(first & 0xf, ByteString.copyFrom(payload));
  }

  /// Skips everything up to the close frame.
  public int readCloseCode() throws IOException {
    Frame frame = read();
    while (frame.opcode() != CLOSE) {
      frame = read();
    }
    return frame.closeCode();
  }

  /// The next frame of a type, others skipped.
  public String readText(String type) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.opcode() == CLOSE) {
        throw new IOException("closed with " + frame.closeCode());
      }
      if (frame.opcode() == TEXT && frame.text().startsWith("{\"type\":\"" + type + "\"")) {
        return frame.text();
      }
    }
  }

  /// Whether the server ends the TCP connection, after whatever it still sends.
  public boolean readEnd() throws IOException {
    byte[] rest = new byte[4096];
    try {
      for (int read = 0; read >= 0; ) {
        read = input.read(rest);
      }
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
