package dev.rivulet.fanout.decide;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The decider's memory: sorted keys (by unsigned bytes), one partition of the log.
public interface StateStore {
  byte @Nullable [] get(byte[] key);

  /// Visits every entry whose key begins with `prefix`, in the order of the keys.
  void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor);

  /// A null value removes the key.
  void put(byte[] key, byte @Nullable [] value);
}
