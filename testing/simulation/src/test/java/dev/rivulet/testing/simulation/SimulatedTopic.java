package dev.rivulet.testing.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One partition as Kafka keeps it: transactions end in markers, which take offsets; aborted
/// records stay; readers of committed records stop before the first open transaction.
final class SimulatedTopic<T> {
  /// What becomes of a group of records. It ends with a marker in each partition that it wrote to.
  static final class Transaction {
    enum State {
      OPEN,
      COMMITTED,
      ABORTED
    }

    private final SequencedSet<SimulatedTopic<?>> written = new LinkedHashSet<>();
    State state = State.OPEN;

    void end(State how, long time) {
      state = how;
      written.forEach(topic -> topic.append(null, null, time));
    }
  }

  /// A record, or a marker (no value).
  record Entry<T>(long offset, @Nullable T value, @Nullable Transaction transaction, long time) {
    boolean isCommitted() {
      return value != null
          && (transaction == null || transaction.state == Transaction.State.COMMITTED);
    }

    boolean isOpen() {
      return transaction != null && transaction.state == Transaction.State.OPEN;
    }
  }

  private final List<Entry<T>> entries = new ArrayList<>();
  private int stable;

  static <T> List<SimulatedTopic<T>> partitions(int count) {
    return Stream.generate(SimulatedTopic<T>::new).limit(count).toList();
  }

  long append(@Nullable T value, @Nullable Transaction transaction, long time) {
    entries.add(new Entry<>(entries.size(), value, transaction, time));
    if (transaction != null) {
      transaction.written.add(this);
    }
    return entries.size() - 1L;
  }

  /// The broker loses what is behind.
  void cutOff(long end) {
    entries.subList((int) end, entries.size()).clear();
  }

  long end() {
    return entries.size();
  }

  Entry<T> at(long offset) {
    return entries.get((int) offset);
  }

  long stable() {
    while (stable < entries.size() && !entries.get(stable).isOpen()) {
      stable++;
    }
    return stable;
  }

  List<Entry<T>> committed() {
    return committed(0, stable());
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
