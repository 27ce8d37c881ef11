package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.DeliveryLatency;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Gives each record its topic, and the partition that the catalogue says.
final class RecordsOut implements KafkaRecordSerializationSchema<Tuple3<Integer, byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  private final String topicPrefix;
  private final int conversationPartitions;
  private final int userPartitions;

  RecordsOut(String topicPrefix, int conversationPartitions, int userPartitions) {
    this.topicPrefix = topicPrefix;
    this.conversationPartitions = conversationPartitions;
    this.userPartitions = userPartitions;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Tuple3<Integer, byte[], byte[]> output, KafkaSinkContext context, @Nullable Long time) {
    return switch (output.f0) {
      case Output.STATUS ->
          record(
              Topic.RECEIPT_STATUS,
              partition(output.f1, conversationPartitions),
              output,
              ReceiptStatus.getDefaultInstance());
      case Output.NOTICE ->
          record(
              Topic.NOTICES,
              partition(output.f1, userPartitions),
              output,
              Notice.getDefaultInstance());
      case Output.DEAD_LETTER ->
          record(Topic.DEAD_LETTERS, 0, output, DeadLetter.getDefaultInstance());
      case Output.LATENCY ->
          record(Topic.DELIVERY_LATENCY, 0, output, DeliveryLatency.getDefaultInstance());
      default -> throw new IllegalArgumentException("no kind of record: " + output.f0);
    };
  }

  /// By the id that the key is, or begins with.
  private static int partition(byte[] key, int partitions) {
    return Partitions.of(ByteString.copyFrom(key, 0, Ids.BYTES), partitions);
  }

  private ProducerRecord<byte[], byte[]> record(
      Topic topic, int partition, Tuple3<Integer, byte[], byte[]> output, Message type) {
    byte[] key = output.f1.length == 0 ? null : output.f1;
    return new ProducerRecord<>(
        topic.name(topicPrefix), partition, key, output.f2, RecordHeaders.of(type));
  }
}
