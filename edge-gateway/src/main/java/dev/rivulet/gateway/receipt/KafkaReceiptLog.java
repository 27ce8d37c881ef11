package dev.rivulet.gateway.receipt;

import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.runtime.RateLimitedLog;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;

/// Appends receipts with the gateway's producer; its time limits bound how long one may wait.
public final class KafkaReceiptLog implements ReceiptLog {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KafkaReceiptLog.class));

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partitions;

  public KafkaReceiptLog(Producer<byte[], byte[]> producer, String topic, int partitions) {
    this.producer = producer;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public void append(Receipt receipt) {
    var conversation = receipt.getConversation();
    var record =
        new ProducerRecord<>(
            topic,
            Partitions.of(conversation, partitions),
            null,
            conversation.toByteArray(),
            receipt.toByteArray(),
            RecordHeaders.of(receipt));
    try {
      var _ =
          producer.send(
              record,
              (metadata, failure) -> {
                if (failure != null) {
                  lost(failure);
                }
              });
    } catch (KafkaException | IllegalStateException failure) {
      lost(failure);
    }
  }

  private static void lost(Exception failure) {
    LOG.warn("append", "receipts are lost: {}", failure.toString());
  }
}
