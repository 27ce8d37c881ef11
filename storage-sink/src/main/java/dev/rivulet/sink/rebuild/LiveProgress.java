package dev.rivulet.sink.rebuild;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.consume.Topics;
import dev.rivulet.sink.store.Cassandra;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Waits until the services have stored what is in the topics: what they have not stored yet cannot
/// be compared.
final class LiveProgress {
  private static final Duration BEHIND_MAX = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final String NEXT =
      "SELECT next_offset FROM sink_progress WHERE topic = ? AND partition = ? AND generation = ?";

  private final KafkaConfig kafka;
  private final Topics topics;
  private final Tables there;

  LiveProgress(KafkaConfig kafka, Topics topics, Tables there) {
    this.kafka = kafka;
    this.topics = topics;
    this.there = there;
  }

  /// Up to where the topic ends now.
  void await(Topic topic) {
    var settings = KafkaClients.consumer(kafka, "rebuild-ends", IsolationLevel.READ_COMMITTED);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      var partitions =
          consumer.partitionsFor(topic.name(kafka.topicPrefix())).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      long began = System.nanoTime();
      consumer.endOffsets(partitions).forEach((place, end) -> await(topic, place, end, began));
    }
  }

  private void await(Topic topic, TopicPartition place, long end, long began) {
    while (next(topic, place.partition()) < end) {
      if (System.nanoTime() - began > BEHIND_MAX.toNanos()) {
        throw ServiceFailure.unavailable("storage-sink does not catch up with " + place, null);
      }
      Cassandra.pause(LOOK_AGAIN);
    }
  }

  private long next(Topic topic, int partition) {
    var row = there.query(NEXT, topic.shortName(), partition, topics.generation(topic)).one();
    return row == null ? 0 : row.getLong("next_offset");
  }
}
