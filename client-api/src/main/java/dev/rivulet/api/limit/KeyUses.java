package dev.rivulet.api.limit;

/// Remembers for a while which request was made under a key. It only finds a client's mistake: that
/// a request happens once rests on the ids that are derived from its key, so it may forget.
@FunctionalInterface
public interface KeyUses {
  KeyUses NONE = (_, _, _) -> true;

  /// False when `owner` has made another request under `key`.
  boolean isFor(String owner, String key, String fingerprint);
}
