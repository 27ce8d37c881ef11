package dev.rivulet.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition as Kafka keeps it: transactions end in markers, which take offsets; aborted
/// records stay; readers of committed records stop before the first open transaction.
final class SimulatedTopic<T> {
  /// What becomes of a group of records.
  static final class Transaction {
    enum State {
      OPEN,
      COMMITTED,
      ABORTED
    }

    State state = State.OPEN;
  }

  /// A record, or a marker (no value).
  record Entry<T>(long offset, @Nullable T value, @Nullable Transaction transaction, long time) {
    boolean isCommitted() {
      return value != null
          && (transaction == null || transaction.state == Transaction.State.COMMITTED);
    }
  }

  private final List<Entry<T>> entries = new ArrayList<>();

  long append(@Nullable T value, @Nullable Transaction transaction, long time) {
    entries.add(new Entry<>(entries.size(), value, transaction, time));
    return entries.size() - 1L;
  }

  long end() {
    return entries.size();
  }

  Entry<T> at(long offset) {
    return entries.get((int) offset);
  }

  long stable() {
    for (var entry : entries) {
      if (entry.transaction() != null && entry.transaction().state == Transaction.State.OPEN) {
        return entry.offset();
      }
    }
    return end();
  }

  List<Entry<T>> committed(long from, long to) {
    var found = new ArrayList<Entry<T>>();
    for (long offset = from; offset < to; offset++) {
      if (at(offset).isCommitted()) {
        found.add(at(offset));
      }
    }
    return found;
  }
}
