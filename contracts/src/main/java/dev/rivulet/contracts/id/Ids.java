package dev.rivulet.contracts.id;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/// 128-bit ids of users, devices, sessions and conversations.
///
/// A group's id is random (UUID version 4). A 1:1 conversation has no id of its own: it is derived
/// from the two people (UUID version 8, RFC 9562 section 5.8), so nobody needs to look it up and
/// two who open it at once open the same one.
public final class Ids {
  public static final int BYTES = 16;
  private static final int VERSION_DERIVED = 8;
  private static final byte[] DIRECT_DOMAIN =
      "rivulet.direct.v1".getBytes(StandardCharsets.US_ASCII);

  private Ids() {}

  public static ByteString bytes(UUID id) {
    return ByteString.copyFrom(array(id));
  }

  public static byte[] array(UUID id) {
    return ByteBuffer.allocate(BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  public static UUID uuid(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException("an id has 16 bytes, not " + bytes.size());
    }
    var buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  public static UUID uuid(byte[] bytes) {
    return uuid(ByteString.copyFrom(bytes));
  }

  /// The text form towards clients, lower case with hyphens; anything else is empty.
  /// (UUID.fromString alone also takes "1-1-1-1-1".)
  public static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      var id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /// The id of the 1:1 conversation of two people: the first 16 bytes of SHA-256 over a domain tag
  /// and both user ids, the smaller (by unsigned bytes) first, with version 8 and the RFC variant
  /// set.
  public static UUID direct(UUID one, UUID other) {
    var first = bytes(one);
    var second = bytes(other);
    if (ByteString.unsignedLexicographicalComparator().compare(first, second) > 0) {
      var swap = first;
      first = second;
      second = swap;
    }
    var digest = sha256();
    digest.update(DIRECT_DOMAIN);
    digest.update(first.toByteArray());
    digest.update(second.toByteArray());
    var hash = ByteBuffer.wrap(digest.digest());
    long high = (hash.getLong() & ~0xf000L) | (long) VERSION_DERIVED << 12;
    long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /// Whether the id is one that is derived, so no group may be created under it.
  public static boolean derived(UUID conversation) {
    return conversation.version() == VERSION_DERIVED;
  }

  /// An id that follows from a name which somebody gave to what he asks for, so that asking again
  /// leads to the same. It looks random (version 4), as every id must that is not derived from
  /// people.
  ///
  /// @param domain what kind of thing it is
  /// @param scope whose name it is
  public static UUID named(String domain, byte[] scope, String name) {
    var digest = sha256();
    digest.update(domain.getBytes(StandardCharsets.US_ASCII));
    digest.update(scope);
    var hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.US_ASCII)));
    long high = (hash.getLong() & ~0xf000L) | 0x4000L;
    long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
