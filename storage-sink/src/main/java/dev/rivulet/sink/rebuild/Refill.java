package dev.rivulet.sink.rebuild;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Outbox;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.event.EventStore;
import dev.rivulet.sink.inbox.InboxStore;
import dev.rivulet.sink.store.RowWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Stores the derived topics with the writers of production. What they say (`sent`) goes to the
/// derived `notices`, where nobody listens.
final class Refill {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConfig derived;
  private final RowWriter writer;
  private final int generation;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /// `derived` names the derived topics, `generation` is that of their `inbox`.
  Refill(KafkaConfig derived, RowWriter writer, int generation) {
    this.derived = derived;
    this.writer = writer;
    this.generation = generation;
  }

  void run() throws InterruptedException {
    try (var producer =
        new KafkaProducer<byte[], byte[]>(KafkaClients.producer(derived, "rebuild-sink"))) {
      var outbox = new Outbox(producer, derived.topicPrefix());
      long events = read(Topic.EVENTS, events(outbox));
      long inbox = read(Topic.INBOX, inbox(outbox));
      outbox.flush();
      System.out.printf("stored again: %d events, %d inbox records%n", events, inbox);
    }
  }

  private RecordStore events(Outbox outbox) {
    var letters = new DeadLetters(outbox, registry, Topic.EVENTS);
    var metrics = new LoopMetrics(registry, InstantSource.system(), Topic.EVENTS);
    return new EventStore(writer, outbox, letters, metrics, derived.userPartitions());
  }

  private RecordStore inbox(Outbox outbox) {
    var letters = new DeadLetters(outbox, registry, Topic.INBOX);
    var metrics = new LoopMetrics(registry, InstantSource.system(), Topic.INBOX);
    return new InboxStore(writer, letters, metrics, generation);
  }

  private long read(Topic topic, RecordStore store) throws InterruptedException {
    var settings = KafkaClients.consumer(derived, "rebuild-sink", IsolationLevel.READ_COMMITTED);
    long count = 0;
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      var partitions =
          consumer.partitionsFor(topic.name(derived.topicPrefix())).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      for (var partition : partitions) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        count += read(consumer, partition, store);
      }
    }
    return count;
  }

  private static long read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, RecordStore store)
      throws InterruptedException {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long count = 0;
    long movedAt = System.nanoTime();
    while (consumer.position(partition) < end) {
      var records = consumer.poll(POLL).records(partition);
      if (!records.isEmpty()) {
        store.store(records);
        count += records.size();
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
        throw ServiceFailure.unavailable(partition + " cannot be read to its end", null);
      }
    }
    return count;
  }
}
