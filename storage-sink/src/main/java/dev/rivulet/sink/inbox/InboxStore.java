package dev.rivulet.sink.inbox;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.consume.Chunks;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Read;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Records;
import dev.rivulet.sink.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
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

  @Override
  public void store(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
    for (List<InboxPlan.Placed> chunk :
        Chunks.of(read(records), InboxStore::recipients, ROWS_MAX)) {
      var rows = InboxPlan.of(chunk);
      writer.write(rows);
      metrics.rows(rows.size());
      chunk.forEach(it -> metrics.stored(it.record().getEvent().getTime()));
    }
  }

  private static int recipients(InboxPlan.Placed placed) {
    return placed.record().getRecipients().size() / Ids.BYTES;
  }

  private List<InboxPlan.Placed> read(List<ConsumerRecord<byte[], byte[]>> records) {
    var placed = new ArrayList<InboxPlan.Placed>(records.size());
    for (var record : records) {
      var place =
          new InboxRows.Place(generation, record.partition(), record.offset(), record.timestamp());
      switch (Records.inbox(record.value())) {
        case Read.Value<InboxRecord>(InboxRecord value) ->
            placed.add(new InboxPlan.Placed(value, place));
        case Read.Unreadable<InboxRecord>(String reason) -> deadLetters.add(record, reason);
      }
    }
    return placed;
  }
}
