package dev.rivulet.api.revocation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.Backoff;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.LoggerFactory;

/// Reads `revocations` from its beginning and for ever; the service is ready once it was at the
/// end. After a failure it begins again from the start: the table only moves forward.
public final class RevocationTail implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(RevocationTail.class));
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final int partitions;
  private final Properties properties;
  private final Revocations revocations;
  private final Readiness.Flag read;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  public RevocationTail(
      KafkaConfig kafka, String clientId, Revocations revocations, Readiness.Flag read) {
    this.topic = Topic.REVOCATIONS.name(kafka.topicPrefix());
    this.partitions = kafka.userPartitions();
    this.properties = KafkaClients.consumer(kafka, clientId, IsolationLevel.READ_UNCOMMITTED);
    // A compacted topic read as a whole: its beginning is always a right place to start.
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.revocations = revocations;
    this.read = read;
    this.thread = Threads.start("revocations", this::run);
  }

  private void run() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), RandomGenerator.getDefault());
    while (stop.getCount() > 0) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
        follow(consumer, backoff);
      } catch (KafkaException e) {
        LOG.warn("tail", "revocations cannot be read: {}", e.toString());
      }
      if (!waited(backoff.next())) {
        return;
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer, Backoff backoff) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Set<TopicPartition> behind = new HashSet<>(all);
    while (stop.getCount() > 0) {
      consumer.poll(POLL).forEach(this::apply);
      if (!behind.isEmpty()) {
        behind.removeIf(partition -> isRead(consumer, partition, ends));
        if (behind.isEmpty()) {
          backoff.reset();
          read.up();
        }
      }
    }
  }

  private static boolean isRead(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      Map<TopicPartition, Long> ends) {
    return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
  }

  private void apply(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      Revocation revocation = Revocation.parseFrom(message.value());
      revocations.revoke(
          Ids.uuid(revocation.getUser()),
          Ids.uuid(revocation.getDevice()),
          revocation.getIssuedUntil());
    } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
      LOG.warn(
          "unreadable",
          "revocation at {}-{} cannot be read",
          message.partition(),
          message.offset());
    }
  }

  private boolean waited(Duration time) {
    try {
      return !stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    thread.join(Duration.ofSeconds(5));
  }
}
