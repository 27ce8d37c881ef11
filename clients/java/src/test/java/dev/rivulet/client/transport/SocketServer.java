package dev.rivulet.client.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Just enough of RFC 6455 to take one connection and hear what it says.
final class SocketServer implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CONTINUATION = 0;

  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ServerSocket server;
  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private volatile String refusal = "";

  SocketServer() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    // No virtual thread: closed just before such a one waits, its socket may accept once more.
    Thread.ofPlatform().daemon().name("socket-server").start(this::serve);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/v1/ws");
  }

  /// Answers the next handshake with this status line and headers.
  void refuse(String head) {
    refusal = head;
  }

  void say(String... parts) throws IOException, InterruptedException {
    var socket = accepted.take();
    accepted.add(socket);
    for (int i = 0; i < parts.length; i++) {
      frame(socket, i == 0 ? TEXT : CONTINUATION, i == parts.length - 1, parts[i]);
    }
  }

  void sayBinary(String... parts) throws IOException, InterruptedException {
    var socket = accepted.take();
    accepted.add(socket);
    for (int i = 0; i < parts.length; i++) {
      frame(socket, i == 0 ? BINARY : CONTINUATION, i == parts.length - 1, parts[i]);
    }
  }

  void closeWith(int code) throws IOException, InterruptedException {
    var socket = accepted.take();
    var out = socket.getOutputStream();
    out.write(new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
    out.flush();
  }

  void vanish() throws IOException, InterruptedException {
    accepted.take().close();
  }

  private static void frame(Socket socket, int opcode, boolean last, String text)
      throws IOException {
    var payload = text.getBytes(StandardCharsets.UTF_8);
    var frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length < 65_536) {
      frame.writeBytes(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
    } else {
      frame.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((byte) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  private void serve() {
    try (var socket = server.accept()) {
      var in = new DataInputStream(socket.getInputStream());
      shakeHands(socket, in);
      accepted.add(socket);
      while (true) {
        read(in);
      }
    } catch (IOException ended) {
      heard.add("(end)");
    }
  }

  private void shakeHands(Socket socket, DataInputStream in) throws IOException {
    String key = "";
    String protocol = "";
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      } else if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-protocol:")) {
        protocol = line;
      }
    }
    if (!refusal.isEmpty()) {
      var answer = refusal + "Content-Length: 0\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      throw new IOException("refused");
    }
    var answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + protocol
            + "\r\nSec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private static String accept(String key) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private void read(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0xf;
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    var mask = in.readNBytes(4);
    var payload = in.readNBytes((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    if (opcode == TEXT) {
      heard.add(new String(payload, StandardCharsets.UTF_8));
    } else if (opcode == BINARY) {
      heard.add("binary " + new String(payload, StandardCharsets.UTF_8));
    } else {
      heard.add("(opcode " + opcode + ")");
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : accepted) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
