package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Appends with the gateway's producer, while few enough wait there: what a slow broker holds up
/// must be commands.
public final class KafkaTypingLog implements TypingLog {
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;
  private final Semaphore room;
  private final SignalMeters meters;

  public KafkaTypingLog(
      Producer<byte[], byte[]> producer,
      String topic,
      int partitions,
      int inFlightMax,
      SignalMeters meters) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
    this.room = new Semaphore(inFlightMax);
    this.meters = meters;
  }

  @Override
  public void append(Typing typing) {
    if (!room.tryAcquire()) {
      meters.shedTyping();
      return;
    }
    var conversation = typing.getConversation();
    var record =
        new ProducerRecord<>(
            topic,
            Partitions.of(conversation, partitions),
            null,
            conversation.toByteArray(),
            typing.toByteArray(),
            RecordHeaders.of(typing));
    try {
      var _ =
          producer.send(
              record,
              (metadata, failure) -> {
                room.release();
                if (failure != null) {
                  meters.shedTyping();
                }
              });
    } catch (KafkaException | IllegalStateException failure) {
      room.release();
      meters.shedTyping();
    }
  }
}
