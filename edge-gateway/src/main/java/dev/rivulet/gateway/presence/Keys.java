package dev.rivulet.gateway.presence;

import java.util.UUID;

/// The keys in Redis.
final class Keys {
  static final String WHERE_ALL = "where:*";
  static final String HANDLES = "handles";
  private static final String WHERE = "where:";

  private Keys() {}

  static String where(UUID user) {
    return WHERE + user;
  }

  /// The user of a key that [#where] made.
  static String user(String whereKey) {
    return whereKey.substring(WHERE.length());
  }

  static String gateway(String instance) {
    return "gateway:" + instance;
  }

  static String slot(int slot) {
    return "slot:" + slot;
  }
}
