package dev.rivulet.sink.event;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.sink.consume.Chunks;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Outbox;
import dev.rivulet.sink.consume.Read;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Records;
import dev.rivulet.sink.media.MediaRows;
import dev.rivulet.sink.membership.MembershipChange;
import dev.rivulet.sink.notice.SentNotice;
import dev.rivulet.sink.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Stores events and then tells their senders. Doing it again writes the same rows and repeats the
/// notices, which a client takes once.
public final class EventStore implements RecordStore {
  private static final int ROWS_MAX = 4_096;

  private final RowWriter writer;
  private final Outbox outbox;
  private final DeadLetters deadLetters;
  private final LoopMetrics metrics;
  private final int userPartitions;

  public EventStore(
      RowWriter writer,
      Outbox outbox,
      DeadLetters deadLetters,
      LoopMetrics metrics,
      int userPartitions) {
    this.writer = writer;
    this.outbox = outbox;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.userPartitions = userPartitions;
  }

  @Override
  public void store(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
    for (List<Event> chunk : Chunks.of(read(records), EventStore::rows, ROWS_MAX)) {
      for (EventPlan.Round round : EventPlan.of(chunk).rounds()) {
        writer.write(round.rows());
        metrics.rows(round.rows().size());
        round.complete().forEach(this::stored);
      }
    }
  }

  private List<Event> read(List<ConsumerRecord<byte[], byte[]>> records) {
    var events = new ArrayList<Event>(records.size());
    for (var record : records) {
      switch (Records.event(record.value())) {
        case Read.Value<Event>(Event event) -> events.add(event);
        case Read.Unreadable<Event>(String reason) -> deadLetters.add(record, reason);
      }
    }
    return events;
  }

  /// About as many as it leads to.
  private static int rows(Event event) {
    return 4 + 2 * MembershipChange.of(event).size() + MediaRows.of(event).size();
  }

  private void stored(Event event) {
    SentNotice.of(event).ifPresent(this::tell);
    metrics.stored(event.getTime());
  }

  private void tell(Notice notice) {
    ByteString user = notice.getUser();
    int partition = Partitions.of(user, userPartitions);
    outbox.send(Topic.NOTICES, partition, user.toByteArray(), notice);
  }
}
