package dev.rivulet.api.log;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.contracts.topic.Topic.PartitionCounts;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.ServiceMain;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Keeps a flag true to whether the topics we write and read are there. Other partition counts than
/// configured end the process: every record would go astray.
public final class TopicCheck implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final KafkaConfig kafka;
  private final Readiness.Flag flag;
  private final Admin admin;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<String, Topic> topics;

  public TopicCheck(KafkaConfig kafka, String clientId, Readiness.Flag flag) {
    this.kafka = kafka;
    this.flag = flag;
    this.topics =
        Stream.of(Topic.COMMANDS, Topic.USERS, Topic.REVOCATIONS, Topic.PRIVACY, Topic.INBOX)
            .collect(Collectors.toMap(t -> t.name(kafka.topicPrefix()), Function.identity()));
    this.admin = Admin.create(KafkaClients.admin(kafka, clientId));
    Threads.start("topic-check", this::run);
  }

  private void run() {
    try {
      do {
        check();
      } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() throws InterruptedException {
    try {
      admin.describeTopics(topics.keySet()).allTopicNames().get().values().forEach(this::compare);
      flag.up();
    } catch (ExecutionException e) {
      boolean missing = e.getCause() instanceof UnknownTopicOrPartitionException;
      flag.down(missing ? "topics-missing" : "kafka-away");
    } catch (KafkaException closing) {
      flag.down("kafka-away");
    }
  }

  private void compare(TopicDescription found) {
    PartitionCounts counts =
        new PartitionCounts(
            kafka.conversationPartitions(), kafka.userPartitions(), kafka.deliveryPartitions());
    Topic topic = topics.get(found.name());
    if (topic != null && topic.partitions(counts) != found.partitions().size()) {
      throw ServiceMain.fail(
          "topic %s has %d partitions, but %d are configured"
              .formatted(found.name(), found.partitions().size(), topic.partitions(counts)));
    }
  }

  @Override
  public void close() {
    stop.countDown();
    admin.close(Duration.ZERO);
  }
}
