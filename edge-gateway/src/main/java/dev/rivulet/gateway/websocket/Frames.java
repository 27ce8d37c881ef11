package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames from the server to the client as bytes: final, unmasked, never changed after they are
/// made, so that one array can be written to many connections (RFC 6455 section 5.2).
public final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int CONTROL_BYTES_MAX = 125;
  static final int LENGTH_16 = 126;
  static final int LENGTH_64 = 127;
  private static final int HEADER_BYTES_MAX = 10;
  private static final int FINAL = 0x80;

  private Frames() {}

  public static byte[] text(byte[] utf8) {
    return frame(TEXT, utf8);
  }

  /// The message that carries a frame in a sub-protocol.
  public static byte[] message(SubProtocol subProtocol, ServerFrame frame) {
    return frame(subProtocol.binary() ? BINARY : TEXT, subProtocol.encode(frame));
  }

  static byte[] ping() {
    return frame(PING, new byte[0]);
  }

  static byte[] pong(byte[] payload) {
    return frame(PONG, payload);
  }

  static byte[] close(CloseCode code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    if (text.length > CONTROL_BYTES_MAX - Short.BYTES) {
      throw new IllegalArgumentException("close reason is too long: " + reason);
    }
    var payload = ByteBuffer.allocate(Short.BYTES + text.length);
    payload.putShort((short) code.code()).put(text);
    return frame(CLOSE, payload.array());
  }

  /// The answer to a peer's close frame; code 0 when that named none.
  static byte[] closeEcho(int code) {
    byte[] payload = {(byte) (code >> 8), (byte) code};
    return frame(CLOSE, code == 0 ? new byte[0] : payload);
  }

  static byte[] frame(int opcode, byte[] payload) {
    var frame = ByteBuffer.allocate(headerBytes(payload.length) + payload.length);
    frame.put((byte) (FINAL | opcode));
    if (payload.length <= CONTROL_BYTES_MAX) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xffff) {
      frame.put((byte) LENGTH_16).putShort((short) payload.length);
    } else {
      frame.put((byte) LENGTH_64).putLong(payload.length);
    }
    return frame.put(payload).array();
  }

  private static int headerBytes(int length) {
    return length <= CONTROL_BYTES_MAX ? 2 : length <= 0xffff ? 4 : HEADER_BYTES_MAX;
  }
}
