package dev.rivulet.sink.inbox;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.consume.Chunks;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Read;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Records;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Stores inbox records. Rows do not depend on each other, so a batch is written at once; those of
/// one user and day travel together.
public final class InboxStore implements RecordStore {
  private static final int ROWS_MAX = 4_096;

  private final RowWriter writer;
  private final DeadLetters deadLetters;
  private final LoopMetrics metrics;
  private final int generation;

  public InboxStore(
      RowWriter writer, DeadLetters deadLetters, LoopMetrics metrics, int generation) {
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.generation = generation;
  }

  private record Placed(InboxRecord record, InboxRows.Place place) {
    int recipients() {
      return record.getRecipients().size() / Ids.BYTES;
    }
  }

  @Override
  public void store(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
    for (List<Placed> chunk : Chunks.of(read(records), Placed::recipients, ROWS_MAX)) {
      var rows = new ArrayList<Row>();
      var bigHeads = new BigHeadRows();
      chunk.forEach(it -> rows.addAll(InboxRows.of(it.record(), it.place())));
      chunk.forEach(it -> bigHeads.add(it.record(), it.place()));
      rows.addAll(bigHeads.rows());
      chunk.forEach(it -> rows.addAll(memberships(it.record())));
      writer.write(rows);
      metrics.rows(rows.size());
      chunk.forEach(it -> metrics.stored(it.record().getEvent().getTime()));
    }
  }

  /// Sync tells a big conversation's head to those whom the tables call members, and is complete by
  /// this loop's progress: so this loop must have stored them, whatever the other is at. The rows
  /// are the same, so writing them twice changes nothing. Each partition answers for its own users;
  /// an addition of 500 people must not be stored once per partition.
  private static List<Row> memberships(InboxRecord record) {
    var event = record.getEvent();
    if (!event.getBig()) {
      return List.of();
    }
    return record.getByMembership()
        ? MembershipRows.of(event, Set.copyOf(InboxRows.named(record))::contains)
        : MembershipRows.of(event);
  }

  private List<Placed> read(List<ConsumerRecord<byte[], byte[]>> records) {
    var placed = new ArrayList<Placed>(records.size());
    for (var record : records) {
      var place =
          new InboxRows.Place(generation, record.partition(), record.offset(), record.timestamp());
      switch (Records.inbox(record.value())) {
        case Read.Value<InboxRecord>(InboxRecord value) -> placed.add(new Placed(value, place));
        case Read.Unreadable<InboxRecord>(String reason) -> deadLetters.add(record, reason);
      }
    }
    return placed;
  }
}
