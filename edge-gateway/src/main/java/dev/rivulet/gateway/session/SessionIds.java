package dev.rivulet.gateway.session;

import java.security.SecureRandom;
import java.util.UUID;

/// Makes session ids: 122 random bits as a UUID of version 4 (RFC 9562 section 5.4). Nobody may
/// guess one, for deliveries name them.
public final class SessionIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SessionIds() {}

  public static UUID next() {
    long high = (RANDOM.nextLong() & ~0xf000L) | 0x4000L;
    long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
