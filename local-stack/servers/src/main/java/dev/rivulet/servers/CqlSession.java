package dev.rivulet.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Just enough of Cassandra's native protocol, version 4, to log in and run a statement: so a
/// server can be asked whether it is ready without a driver. Frames are header (version, flags,
/// stream, opcode, length) and body.
final class CqlSession {
  private static final int VERSION = 4;
  private static final int STARTUP = 0x01;
  private static final int READY = 0x02;
  private static final int AUTHENTICATE = 0x03;
  private static final int QUERY = 0x07;
  private static final int RESULT = 0x08;
  private static final int AUTH_RESPONSE = 0x0F;
  private static final int AUTH_SUCCESS = 0x10;
  private static final short LOCAL_ONE = 0x000A;
  private static final int BODY_BYTES_MAX = 1 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;

  CqlSession(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// False if the server is not ready to be used or refuses the user.
  boolean logIn(String user, @Nullable String password) throws IOException {
    ByteBuffer options = ByteBuffer.allocate(64).putShort((short) 1);
    putString(options, "CQL_VERSION");
    putString(options, "3.0.0");
    int answer = ask(STARTUP, options);
    if (answer != AUTHENTICATE || password == null) {
      return answer == READY;
    }
    byte[] token = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return ask(AUTH_RESPONSE, ByteBuffer.allocate(4 + token.length).putInt(token.length).put(token))
        == AUTH_SUCCESS;
  }

  /// False if the statement failed.
  boolean run(String statement) throws IOException {
    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(7 + text.length);
    body.putInt(text.length).put(text).putShort(LOCAL_ONE).put((byte) 0);
    return ask(QUERY, body) == RESULT;
  }

  /// Sends one frame and returns the opcode of the answer.
  private int ask(int opcode, ByteBuffer body) throws IOException {
    body.flip();
    ByteBuffer frame = ByteBuffer.allocate(9 + body.remaining());
    frame.put((byte) VERSION).put((byte) 0).putShort((short) 0).put((byte) opcode);
    frame.putInt(body.remaining()).put(body);
    out.write(frame.array());
    out.flush();
    in.skipNBytes(4);
    int answer = in.readUnsignedByte();
    int length = in.readInt();
    if (length < 0 || length > BODY_BYTES_MAX) {
      throw new IOException("a frame of " + length + " bytes");
    }
    in.skipNBytes(length);
    return answer;
  }

  private static void putString(ByteBuffer to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.putShort((short) bytes.length).put(bytes);
  }
}
