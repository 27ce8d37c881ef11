package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.topic.Topic;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Records of the three topics that the job reads. One whose own bytes say nothing goes on as a
/// dead letter.
final class RecordsIn implements KafkaRecordDeserializationSchema<Tuple3<String, Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final String topicPrefix;

  RecordsIn(String topicPrefix) {
    this.topicPrefix = topicPrefix;
  }

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> record, Collector<Tuple3<String, Integer, byte[]>> out) {
    out.collect(read(record));
  }

  Tuple3<String, Integer, byte[]> read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return unreadable(record, "no value");
    }
    try {
      return read(record, value);
    } catch (InvalidProtocolBufferException notOne) {
      return unreadable(record, "not a record of this topic");
    }
  }

  private Tuple3<String, Integer, byte[]> read(ConsumerRecord<byte[], byte[]> record, byte[] value)
      throws InvalidProtocolBufferException {
    if (record.topic().equals(Topic.EVENTS.name(topicPrefix))) {
      var event = Event.parseFrom(value);
      return isId(event.getConversation()) && event.getSeq() > 0
          ? Input.of(event)
          : unreadable(record, "conversation or seq is none");
    }
    if (record.topic().equals(Topic.RECEIPTS.name(topicPrefix))) {
      var receipt = Receipt.parseFrom(value);
      return isId(receipt.getConversation()) && isId(receipt.getUser())
          ? Input.of(receipt)
          : unreadable(record, "conversation or user is not an id");
    }
    var status = ReceiptStatus.parseFrom(value);
    return isId(status.getConversation()) && isId(status.getUser())
        ? Input.of(status)
        : unreadable(record, "conversation or user is not an id");
  }

  private static boolean isId(ByteString bytes) {
    return bytes.size() == Ids.BYTES;
  }

  private static Tuple3<String, Integer, byte[]> unreadable(
      ConsumerRecord<byte[], byte[]> record, String reason) {
    return Input.of(
        DeadLetter.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setReason(reason)
            .setKey(beginning(record.key()))
            .setValue(beginning(record.value()))
            .build());
  }

  private static ByteString beginning(byte @Nullable [] bytes) {
    return bytes == null
        ? ByteString.EMPTY
        : ByteString.copyFrom(bytes, 0, Math.min(bytes.length, Bounds.RECORD_BYTES_MAX / 2));
  }

  @Override
  public TypeInformation<Tuple3<String, Integer, byte[]>> getProducedType() {
    return Input.TYPE;
  }
}
