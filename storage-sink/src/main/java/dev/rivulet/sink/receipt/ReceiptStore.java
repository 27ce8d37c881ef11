package dev.rivulet.sink.receipt;

import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.sink.consume.Chunks;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Read;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Records;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Stores watermarks. Rows do not depend on each other or on their order.
public final class ReceiptStore implements RecordStore {
  private static final int ROWS_MAX = 4_096;

  private final RowWriter writer;
  private final DeadLetters deadLetters;
  private final LoopMetrics metrics;

  public ReceiptStore(RowWriter writer, DeadLetters deadLetters, LoopMetrics metrics) {
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  private record Timed(ReceiptStatus status, long time) {}

  @Override
  public void store(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
    for (List<Timed> chunk : Chunks.of(read(records), it -> ReceiptRows.KINDS.size(), ROWS_MAX)) {
      var rows = new ArrayList<Row>();
      chunk.forEach(it -> rows.addAll(ReceiptRows.of(it.status())));
      writer.write(rows);
      metrics.rows(rows.size());
      chunk.forEach(it -> metrics.stored(it.time()));
    }
  }

  private List<Timed> read(List<ConsumerRecord<byte[], byte[]>> records) {
    var statuses = new ArrayList<Timed>(records.size());
    for (var record : records) {
      switch (Records.receiptStatus(record.value())) {
        case Read.Value<ReceiptStatus>(ReceiptStatus status) ->
            statuses.add(new Timed(status, record.timestamp()));
        case Read.Unreadable<ReceiptStatus>(String reason) -> deadLetters.add(record, reason);
      }
    }
    return statuses;
  }
}
