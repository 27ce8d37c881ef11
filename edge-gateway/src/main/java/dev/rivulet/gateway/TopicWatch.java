package dev.rivulet.gateway;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.contracts.topic.Topic.PartitionCounts;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether Kafka answers and the topics are as the catalogue says: at start, where partition
/// counts that differ end the process, and then every few seconds for readiness.
final class TopicWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final List<Topic> TOPICS =
      List.of(
          Topic.COMMANDS,
          Topic.SESSIONS,
          Topic.DELIVERIES,
          Topic.RECEIPTS,
          Topic.TYPING,
          Topic.PRIVACY,
          Topic.REVOCATIONS);
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 500;
  private static final long KNOWN_PAUSE_NANOS = 20_000_000;

  private final Admin admin;
  private final KafkaConfig config;
  private final Readiness.Flag flag;
  private final CountDownLatch closed = new CountDownLatch(1);

  TopicWatch(Admin admin, KafkaConfig config, Readiness.Flag flag) {
    this.admin = admin;
    this.config = config;
    this.flag = flag;
  }

  /// Waits until the topics are there.
  ///
  /// @throws ServiceFailure if they are not in time, or have other partition counts
  void start() {
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    try {
      while (!look()) {
        if (System.nanoTime() - end > 0) {
          throw ServiceFailure.unavailable(
              "Kafka at %s does not answer or has no topics %s*"
                  .formatted(config.bootstrapServers(), config.topicPrefix()),
              null);
        }
        closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceFailure.unavailable("interrupted while waiting for Kafka", e);
    }
    Threads.startVirtual("topic-watch", this::watch);
  }

  /// Waits until a producer that never waits by itself knows all topics; from then on it does.
  ///
  /// @throws ServiceFailure if it does not in time
  static void awaitKnown(Producer<?, ?> producer, KafkaConfig config) {
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    for (Topic topic : TOPICS) {
      while (!known(producer, topic.name(config.topicPrefix()))) {
        if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
          throw ServiceFailure.unavailable(
              "Kafka at %s does not tell of its topics".formatted(config.bootstrapServers()), null);
        }
        LockSupport.parkNanos(KNOWN_PAUSE_NANOS);
      }
    }
  }

  private static boolean known(Producer<?, ?> producer, String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() throws InterruptedException {
    try {
      var described = admin.describeTopics(names()).allTopicNames();
      check(described.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS));
      flag.up();
      return true;
    } catch (ExecutionException | java.util.concurrent.TimeoutException away) {
      flag.down("kafka-away");
      LOG.debug("topics cannot be described", away);
      return false;
    }
  }

  private Collection<String> names() {
    return TOPICS.stream().map(it -> it.name(config.topicPrefix())).toList();
  }

  private void check(Map<String, TopicDescription> described) {
    var counts =
        new PartitionCounts(
            config.conversationPartitions(), config.userPartitions(), config.deliveryPartitions());
    for (Topic topic : TOPICS) {
      String name = topic.name(config.topicPrefix());
      TopicDescription there = described.get(name);
      int found = there == null ? 0 : there.partitions().size();
      if (found != topic.partitions(counts)) {
        throw ServiceFailure.misconfigured(
            "topic %s has %d partitions, the configuration says %d"
                .formatted(name, found, topic.partitions(counts)),
            null);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    admin.close(Duration.ofMillis(500));
  }
}
