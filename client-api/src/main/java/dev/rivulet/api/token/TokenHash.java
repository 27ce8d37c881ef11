package dev.rivulet.api.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of a refresh token's secret, as hexadecimal text.
public record TokenHash(String hex) {
  static TokenHash of(byte[] secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
      return new TokenHash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  public static TokenHash of(ByteBuffer stored) {
    byte[] bytes = new byte[stored.remaining()];
    stored.duplicate().get(bytes);
    return new TokenHash(HexFormat.of().formatHex(bytes));
  }

  public ByteBuffer bytes() {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
