package dev.rivulet.receipt;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/// Where a job without state begins: with the first event, because membership follows from all of
/// them, and with the first receipt that no earlier run has made into a stored watermark. (Offsets
/// are committed with a checkpoint, which comes after the watermarks it covers are written.)
final class FirstOffsets implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final String receipts;

  /// @param receipts the topic's name on the brokers
  FirstOffsets(String receipts) {
    this.receipts = receipts;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    var first = new HashMap<TopicPartition, Long>();
    partitions.forEach(it -> first.put(it, KafkaPartitionSplit.EARLIEST_OFFSET));
    var ofReceipts = partitions.stream().filter(it -> it.topic().equals(receipts)).toList();
    first.putAll(retriever.committedOffsets(ofReceipts));
    return first;
  }

  // The connector's interface has no other type for it.
  @SuppressWarnings("deprecation")
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.EARLIEST;
  }
}
