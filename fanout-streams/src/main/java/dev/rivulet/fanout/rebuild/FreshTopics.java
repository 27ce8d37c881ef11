package dev.rivulet.fanout.rebuild;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.TopicCheck;
import dev.rivulet.fanout.decide.OutputRecord;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The topics that the decider writes, under another prefix.
final class FreshTopics implements AutoCloseable {
  private static final List<Topic> TOPICS = Topic.writtenBy(Service.FANOUT);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Admin admin;
  private final String prefix;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Map<Topic, Long> written = new EnumMap<>(Topic.class);

  private FreshTopics(KafkaConfig kafka, Admin admin, String prefix) {
    this.admin = admin;
    this.prefix = prefix;
    var settings = KafkaClients.producer(kafka, "rebuild");
    // It writes as fast as the brokers take it, and nobody waits for an answer.
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
    settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000");
    this.producer = new KafkaProducer<>(settings);
  }

  static FreshTopics make(KafkaConfig kafka, Admin admin, String prefix) {
    var topics =
        TOPICS.stream()
            .map(
                topic ->
                    new NewTopic(
                            topic.name(prefix),
                            topic.partitions(TopicCheck.counts(kafka)),
                            (short) kafka.replicationFactor())
                        .configs(topic.settings(kafka.minInsyncReplicas())))
            .toList();
    await(admin.createTopics(topics).all());
    return new FreshTopics(kafka, admin, prefix);
  }

  void write(OutputRecord output) {
    var record =
        new ProducerRecord<>(
            output.topic().name(prefix),
            output.partition(),
            null,
            output.key(),
            output.value(),
            RecordHeaders.of(output.message()));
    var _ = producer.send(record, (_, thrown) -> failed(thrown));
    written.merge(output.topic(), 1L, Long::sum);
  }

  private void failed(@Nullable Exception thrown) {
    if (thrown != null) {
      failure.compareAndSet(null, thrown);
    }
  }

  /// Returns when the brokers have everything.
  void flush() {
    producer.flush();
    var thrown = failure.get();
    if (thrown != null) {
      throw new KafkaException(thrown);
    }
  }

  long written(Topic topic) {
    return written.getOrDefault(topic, 0L);
  }

  void delete() {
    await(admin.deleteTopics(TOPICS.stream().map(topic -> topic.name(prefix)).toList()).all());
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
