package dev.rivulet.fanout.decide;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Sorted by unsigned bytes, as RocksDB sorts.
@NullMarked
public final class MemoryStateStore implements StateStore {
  private final TreeMap<byte[], byte[]> entries;

  public MemoryStateStore() {
    entries = new TreeMap<>(Arrays::compareUnsigned);
  }

  private MemoryStateStore(MemoryStateStore other) {
    entries = new TreeMap<>(other.entries);
  }

  MemoryStateStore copy() {
    return new MemoryStateStore(this);
  }

  SortedMap<byte[], byte[]> entries() {
    return entries;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
    for (var entry : entries.tailMap(prefix).entrySet()) {
      var key = entry.getKey();
      if (key.length < prefix.length
          || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        return;
      }
      visitor.accept(key, entry.getValue());
    }
  }

  @Override
  public void put(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }
}
