package dev.rivulet.sink.consume;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where records go whose own bytes can never be read. Nothing else goes there: a record that could
/// not be stored is tried again.
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final Outbox outbox;
  private final Counter counter;

  public DeadLetters(Outbox outbox, MeterRegistry registry, Topic source) {
    this.outbox = outbox;
    this.counter =
        Counter.builder("rivulet.sink.dead.letters")
            .description("Records that could not be read")
            .tag("topic", source.shortName())
            .register(registry);
  }

  public void add(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.warn(
        "unreadable record at {}-{}@{}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason);
    counter.increment();
    var letter =
        DeadLetter.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setReason(reason)
            .setKey(beginning(record.key()))
            .setValue(beginning(record.value()))
            .build();
    outbox.send(Topic.DEAD_LETTERS, 0, null, letter);
  }

  /// The whole of what could ever be a record of ours; a longer one is found by its place.
  private static ByteString beginning(byte @Nullable [] bytes) {
    return bytes == null
        ? ByteString.EMPTY
        : ByteString.copyFrom(bytes, 0, Math.min(bytes.length, Bounds.RECORD_BYTES_MAX / 2));
  }
}
