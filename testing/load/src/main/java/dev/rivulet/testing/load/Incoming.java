package dev.rivulet.testing.load;

import dev.rivulet.contracts.frame.SubProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/// What comes in on one socket of a [Horde]: first an answer of HTTP, then frames, of which only
/// the beginning is kept.
final class Incoming {
  static final int LOST = 1006;

  private static final int HEAD_BYTES_MAX = 512;
  private static final int LENGTH_16 = 126;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int SWITCHING = 101;
  private static final byte[] HTTP_END = {'\r', '\n', '\r', '\n'};
  private static final Pattern RETRY_AFTER = Pattern.compile("Retry-After: (\\d{1,4})");

  private final byte[] kept = new byte[HEAD_BYTES_MAX];
  private int have;
  private int header;
  private long length;
  private long skip;
  private boolean open;
  private boolean whole;
  private int status;

  /// What a piece of it is.
  enum Kind {
    REFUSED,
    ATTACHED,
    EVENT,
    PING,
    CLOSE,
    OTHER
  }

  /// Takes bytes until the beginning of the next piece is there.
  ///
  /// @return false if more bytes are needed
  boolean next(ByteBuffer bytes) {
    if (whole) {
      whole = false;
      have = 0;
    }
    while (bytes.hasRemaining()) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, bytes.remaining());
        bytes.position(bytes.position() + passed);
        skip -= passed;
      } else if (open ? frame(bytes) : http(bytes)) {
        whole = true;
        return true;
      }
    }
    return false;
  }

  private boolean http(ByteBuffer bytes) {
    kept[have++] = bytes.get();
    boolean ends =
        have >= HTTP_END.length
            && Arrays.equals(kept, have - HTTP_END.length, have, HTTP_END, 0, HTTP_END.length);
    if (!ends && have < HEAD_BYTES_MAX) {
      return false;
    }
    status = Integer.parseInt(new String(kept, 9, 3, StandardCharsets.US_ASCII));
    open = status == SWITCHING;
    header = 0;
    length = have;
    return true;
  }

  /// A server's frames have no mask.
  private boolean frame(ByteBuffer bytes) {
    kept[have++] = bytes.get();
    if (have == 2) {
      int shortLength = kept[1] & 0x7f;
      header = shortLength < LENGTH_16 ? 2 : shortLength == LENGTH_16 ? 4 : 10;
      length = shortLength;
    }
    if (have < 2 || have < header) {
      return false;
    }
    if (have == header && header > 2) {
      var size = ByteBuffer.wrap(kept);
      length = header == 4 ? size.getShort(2) & 0xffff : size.getLong(2);
    }
    int wanted = (int) Math.min(HEAD_BYTES_MAX, header + length);
    int more = Math.min(wanted - have, bytes.remaining());
    bytes.get(kept, have, more);
    have += more;
    if (have < wanted) {
      return false;
    }
    skip = header + length - have;
    return true;
  }

  /// What came last is.
  Kind kind(SubProtocol subProtocol) {
    if (header == 0) {
      return open ? Kind.OTHER : Kind.REFUSED;
    }
    int opcode = kept[0] & 0xf;
    if (opcode == PING) {
      return Kind.PING;
    }
    if (opcode == CLOSE) {
      return Kind.CLOSE;
    }
    if (subProtocol.binary()) {
      // The tags of `attached` and `event` in frame.proto.
      return kept[header] == 0x0a ? Kind.ATTACHED : kept[header] == 0x1a ? Kind.EVENT : Kind.OTHER;
    }
    String head = new String(kept, header, Math.min(20, have - header), StandardCharsets.US_ASCII);
    return head.startsWith("{\"type\":\"attached\"")
        ? Kind.ATTACHED
        : head.startsWith("{\"type\":\"event\"") ? Kind.EVENT : Kind.OTHER;
  }

  /// The status of HTTP, or the code of a close frame.
  int code() {
    return header == 0
        ? status
        : length < 2 ? LOST : ByteBuffer.wrap(kept).getShort(header) & 0xffff;
  }

  int retryAfter() {
    var found = RETRY_AFTER.matcher(head());
    return header == 0 && found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  String head() {
    return new String(kept, header, have - header, StandardCharsets.ISO_8859_1);
  }

  long frameBytes() {
    return header + length;
  }

  /// The number behind some letters, or 0.
  long numberBehind(String letters) {
    for (int at = header; at + letters.length() < have; at++) {
      if (kept[at] == letters.charAt(0) && kept[at + 1] == letters.charAt(1)) {
        long number = 0;
        for (int i = at + 2; i < have && kept[i] >= '0' && kept[i] <= '9'; i++) {
          number = 10 * number + kept[i] - '0';
        }
        if (number > 0) {
          return number;
        }
      }
    }
    return 0;
  }

  /// A server's frame of at most 65,535 bytes.
  static byte[] unmasked(int opcode, byte[] payload) {
    boolean small = payload.length < LENGTH_16;
    var out = ByteBuffer.allocate((small ? 2 : 4) + payload.length);
    out.put((byte) (0x80 | opcode));
    if (small) {
      out.put((byte) payload.length);
    } else {
      out.put((byte) LENGTH_16).putShort((short) payload.length);
    }
    return out.put(payload).array();
  }

  /// A client's frame of at most 65,535 bytes; a mask of zeros is one as well.
  static byte[] masked(int opcode, byte[] payload) {
    boolean small = payload.length < LENGTH_16;
    var out = ByteBuffer.allocate((small ? 6 : 8) + payload.length);
    out.put((byte) (0x80 | opcode));
    if (small) {
      out.put((byte) (0x80 | payload.length));
    } else {
      out.put((byte) (0x80 | LENGTH_16)).putShort((short) payload.length);
    }
    return out.putInt(0).put(payload).array();
  }
}
