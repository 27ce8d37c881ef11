package dev.rivulet.sink.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Cuts a batch so that what it leads to fits in memory: one record may mean a thousand rows.
public final class Chunks {
  private Chunks() {}

  /// In order; a chunk weighs at most `max`, or holds one item that alone weighs more.
  public static <T> List<List<T>> of(List<T> items, ToIntFunction<T> weight, int max) {
    var chunks = new ArrayList<List<T>>();
    var open = new ArrayList<T>();
    int filled = 0;
    for (T item : items) {
      int weighs = weight.applyAsInt(item);
      if (!open.isEmpty() && filled + weighs > max) {
        chunks.add(List.copyOf(open));
        open.clear();
        filled = 0;
      }
      open.add(item);
      filled += weighs;
    }
    if (!open.isEmpty()) {
      chunks.add(List.copyOf(open));
    }
    return chunks;
  }
}
