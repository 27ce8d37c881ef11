package dev.rivulet.sink.store;

import java.nio.ByteBuffer;
import java.util.List;

/// One write, as data: the values of its kind's statement in order, the timestamp last. None is
/// null, because that would store a tombstone.
public record Row(RowKind kind, List<Object> values) {
  private static final int OVERHEAD_BYTES = 64;

  public Row {
    values = List.copyOf(values);
  }

  public static Row of(RowKind kind, Object... values) {
    return new Row(kind, List.of(values));
  }

  Partition partition() {
    return new Partition(kind, values.subList(0, kind.keyColumns()));
  }

  /// About what the row weighs on the wire.
  int bytes() {
    int bytes = OVERHEAD_BYTES;
    for (Object value : values) {
      bytes += value instanceof ByteBuffer blob ? blob.remaining() : 0;
    }
    return bytes;
  }

  /// What rows of one batch have in common.
  record Partition(RowKind kind, List<Object> key) {}
}
