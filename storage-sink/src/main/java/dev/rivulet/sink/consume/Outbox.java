package dev.rivulet.sink.consume;

import com.google.protobuf.Message;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.ServiceFailure;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/// What a loop says to Kafka. Sending does not wait; [#flush] does, and comes before the offsets
/// that cover it are committed, so nothing is left unsaid by a process that is killed.
public final class Outbox {
  private final Producer<byte[], byte[]> producer;
  private final String topicPrefix;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public Outbox(Producer<byte[], byte[]> producer, String topicPrefix) {
    this.producer = producer;
    this.topicPrefix = topicPrefix;
  }

  public void send(Topic topic, int partition, byte @Nullable [] key, Message value) {
    var record =
        new ProducerRecord<>(
            topic.name(topicPrefix), partition, key, value.toByteArray(), RecordHeaders.of(value));
    var _ = producer.send(record, (metadata, thrown) -> sent(thrown));
  }

  /// Returns when the brokers have everything that was sent.
  public void flush() {
    producer.flush();
    var thrown = failure.get();
    if (thrown != null) {
      throw refused(thrown);
    }
  }

  private void sent(@Nullable Exception thrown) {
    if (thrown != null) {
      failure.compareAndSet(null, thrown);
    }
  }

  private static RuntimeException refused(Exception thrown) {
    return thrown instanceof RetriableException
        ? ServiceFailure.unavailable("Kafka takes no records: " + thrown.getMessage(), thrown)
        : new IllegalStateException("Kafka refuses a record", thrown);
  }
}
