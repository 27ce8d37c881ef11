package dev.rivulet.gateway.command;

import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.runtime.RateLimitedLog;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Appends commands with one producer; its time limits are the bound on every answer.
public final class KafkaCommandLog implements CommandLog {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KafkaCommandLog.class));

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;

  public KafkaCommandLog(Producer<byte[], byte[]> producer, String topic, int partitions) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public void append(Command command, Outcome outcome) {
    if (!APPENDABLE.contains(command.getBodyCase())) {
      throw new IllegalArgumentException("not for a gateway to append: " + command.getBodyCase());
    }
    var conversation = command.getConversation();
    var record =
        new ProducerRecord<>(
            topic,
            Partitions.of(conversation, partitions),
            null,
            conversation.toByteArray(),
            command.toByteArray(),
            RecordHeaders.of(command));
    try {
      var _ = producer.send(record, (metadata, failure) -> tell(outcome, failure));
    } catch (KafkaException | IllegalStateException failure) {
      // What the producer throws (closed, interrupted) kept the record out: no callback follows.
      tell(outcome, failure);
    }
  }

  private static void tell(Outcome outcome, @Nullable Exception failure) {
    if (failure == null) {
      outcome.appended();
      return;
    }
    LOG.warn("append", "commands are refused: {}", failure.toString());
    outcome.failed();
  }
}
