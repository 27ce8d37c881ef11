package dev.rivulet.testing.simulation;

import dev.rivulet.fanout.decide.StateStore;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The decider's store; it can go back to a copy.
final class MemoryState implements StateStore {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  MemoryState copy() {
    var copy = new MemoryState();
    copy.goBackTo(this);
    return copy;
  }

  int size() {
    return entries.size();
  }

  void goBackTo(MemoryState other) {
    entries.clear();
    entries.putAll(other.entries);
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
