package dev.rivulet.sink.progress;

import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import dev.rivulet.sink.store.RowWriter;
import dev.rivulet.sink.store.Writing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Stores for each partition the offset of which everything earlier is stored.
///
/// The offset is the consumer's position, not that of a record: it passes transaction markers and
/// aborted records, so a reader who waits for it is not kept waiting by a quiet partition. Written
/// with itself as timestamp, so it never goes back. For one thread.
public final class Progress {
  static final RowKind PROGRESS =
      new RowKind(
          "sink_progress",
          "INSERT INTO sink_progress (topic, partition, generation, next_offset)"
              + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
          2);

  public static final List<RowKind> KINDS = List.of(PROGRESS);

  private final RowWriter writer;
  private final StoredProgress stored;
  private final String topic;
  private final int generation;
  private final Map<Integer, Long> written = new HashMap<>();
  private @Nullable Writing underWay;

  /// `topic` is the short name; `generation` tells this making of the topic from others.
  public Progress(RowWriter writer, StoredProgress stored, String topic, int generation) {
    this.writer = writer;
    this.stored = stored;
    this.topic = topic;
    this.generation = generation;
  }

  /// Begins to write the positions that moved. It does not wait for them: the next records need
  /// not, and what fails is found at the next call.
  public void moved(Map<Integer, Long> positions) throws InterruptedException {
    if (underWay != null && underWay.isDone()) {
      settle();
    }
    List<Row> rows = changed(positions);
    if (!rows.isEmpty()) {
      settle();
      underWay = writer.begin(rows);
      written.putAll(positions);
    }
  }

  /// Waits until what was begun is stored.
  public void settle() throws InterruptedException {
    if (underWay != null) {
      underWay.await();
      underWay = null;
    }
  }

  /// Where the partition had got by what is stored; empty for another making of the topic.
  public OptionalLong stored(int partition) {
    return stored.next(topic, partition, generation);
  }

  private List<Row> changed(Map<Integer, Long> positions) {
    var rows = new ArrayList<Row>();
    positions.forEach(
        (partition, next) -> {
          if (!next.equals(written.get(partition))) {
            rows.add(Row.of(PROGRESS, topic, partition, generation, next, next));
          }
        });
    return rows;
  }
}
