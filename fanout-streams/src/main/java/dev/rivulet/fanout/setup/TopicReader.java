package dev.rivulet.fanout.setup;

import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Reads the committed records of one topic from its beginning to an end that was asked for before,
/// while others go on writing. For one thread.
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /// Without a step forward for so long, the broker is given up.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /// What is done with a record; false ends the reading of its partition.
  @FunctionalInterface
  public interface Visitor {
    boolean visit(ConsumerRecord<byte[], byte[]> record);
  }

  public TopicReader(KafkaConfig kafka, String topic, String clientId) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(KafkaClients.consumer(kafka, clientId, IsolationLevel.READ_COMMITTED));
  }

  /// Where the committed records of each partition end now.
  public Map<Integer, Long> ends() {
    return byNumber(consumer.endOffsets(partitions()));
  }

  /// Where each partition begins; above 0 when old records are gone.
  public Map<Integer, Long> beginnings() {
    return byNumber(consumer.beginningOffsets(partitions()));
  }

  /// Assigned as well: the client warns of offsets asked for others.
  private List<TopicPartition> partitions() {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(found -> new TopicPartition(found.topic(), found.partition()))
            .toList();
    consumer.assign(partitions);
    return partitions;
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    var numbers = new TreeMap<Integer, Long>();
    offsets.forEach((partition, offset) -> numbers.put(partition.partition(), offset));
    return numbers;
  }

  /// Visits what lies before `end`, in order.
  public void read(int partition, long end, Visitor visitor) {
    var place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    consumer.seekToBeginning(List.of(place));
    read(place, end, visitor);
  }

  /// The record at an offset, or nothing: it may be gone, or never was one.
  public void readOne(int partition, long offset, Visitor visitor) {
    long begin = beginnings().getOrDefault(partition, 0L);
    long end = ends().getOrDefault(partition, 0L);
    if (offset < begin || offset >= end) {
      return;
    }
    var place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    consumer.seek(place, offset);
    read(
        place,
        end,
        record -> {
          if (record.offset() == offset) {
            visitor.visit(record);
          }
          return false;
        });
  }

  private void read(TopicPartition place, long end, Visitor visitor) {
    var slices = new Slices(place, end);
    while (!slices.ended()) {
      for (var record : slices.next()) {
        if (!visitor.visit(record)) {
          return;
        }
      }
    }
  }

  /// What lies before `end`, slice by slice: to read two topics side by side.
  public Slices slices(int partition, long end) {
    var place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    consumer.seekToBeginning(List.of(place));
    return new Slices(place, end);
  }

  public String topic() {
    return topic;
  }

  /// One partition's records up to an end, as many at once as a fetch brings.
  public final class Slices {
    private final TopicPartition place;
    private final long end;
    private long position;

    private Slices(TopicPartition place, long end) {
      this.place = place;
      this.end = end;
      this.position = consumer.position(place);
    }

    public boolean ended() {
      return position >= end;
    }

    /// Waits for the next; empty only at the end, which can come after transaction markers alone.
    public List<ConsumerRecord<byte[], byte[]>> next() {
      long began = System.nanoTime();
      while (!ended()) {
        var polled = consumer.poll(POLL).records(place);
        position = consumer.position(place);
        var records = polled.stream().filter(record -> record.offset() < end).toList();
        if (!records.isEmpty()) {
          return records;
        }
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          throw ServiceFailure.unavailable(
              "%s cannot be read beyond offset %d, it ends at %d".formatted(place, position, end),
              null);
        }
      }
      return List.of();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
