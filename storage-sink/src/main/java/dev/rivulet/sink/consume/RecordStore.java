package dev.rivulet.sink.consume;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is done with the records of one topic.
public interface RecordStore {
  /// Returns when everything these records lead to is stored. Records of a partition come in order.
  void store(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException;
}
