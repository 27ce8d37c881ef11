package dev.rivulet.contracts;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// How far a device has its inbox: opaque to clients, 27 characters of base64url.
///
/// `generation` names the making of the inbox topic, so that offsets of two topics are never
/// compared. `offset` is the next one. Every record from `offset` on was appended at or after
/// `time` (milliseconds), which tells a reader on which day to begin.
public record Cursor(int generation, long offset, long time) implements Comparable<Cursor> {
  private static final int BYTES = Integer.BYTES + Long.BYTES + Long.BYTES;

  public Cursor {
    if (offset < 0 || time < 0) {
      throw new IllegalArgumentException("negative cursor: offset " + offset + ", time " + time);
    }
  }

  public String encode() {
    var bytes = ByteBuffer.allocate(BYTES).putInt(generation).putLong(offset).putLong(time);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /// Empty when the text is not a cursor: it came from a client and may be anything.
  public static Optional<Cursor> decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(bytes);
    int generation = buffer.getInt();
    long offset = buffer.getLong();
    long time = buffer.getLong();
    return offset < 0 || time < 0
        ? Optional.empty()
        : Optional.of(new Cursor(generation, offset, time));
  }

  /// Only for cursors of one generation.
  @Override
  public int compareTo(Cursor other) {
    return Long.compare(offset, other.offset);
  }
}
