package dev.rivulet.router;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.Applications;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// The group's committed offset, or the oldest record when the committed one is gone.
///
/// The time is a bound: `inbox` keeps nothing older than its retention, and every record that the
/// task will read is still there.
final class CommittedStart implements StartPosition {
  private static final long A_DAY = 24L * 60 * 60 * 1000;
  private static final Duration POLL = Duration.ofMillis(500);

  /// A task that takes longer to begin is begun again.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Admin admin;
  private final KafkaConfig kafka;
  private final String inbox;
  private final String bigMembers;
  private final Clock clock;

  CommittedStart(Admin admin, KafkaConfig kafka, Clock clock) {
    this.admin = admin;
    this.kafka = kafka;
    this.inbox = RouterTopology.Names.of(kafka).inbox();
    this.bigMembers = RouterTopology.Names.of(kafka).bigMembers();
    this.clock = clock;
  }

  @Override
  public Position of(int inboxPartition) {
    long offset = committed(new TopicPartition(inbox, inboxPartition));
    var described = await(admin.describeTopics(List.of(inbox)).allTopicNames()).get(inbox);
    var topicId = Objects.requireNonNull(described).topicId();
    return Position.newBuilder()
        .setGeneration(Partitions.generation(topicId))
        .setOffset(offset)
        .setTime(clock.millis() - Topic.INBOX.retention().milliseconds() - A_DAY)
        .build();
  }

  /// Uncommitted, as the task reads it.
  @Override
  public void bigMembers(int inboxPartition, Consumer<byte[]> values) {
    var partition = new TopicPartition(bigMembers, inboxPartition);
    var client = "router-members-" + inboxPartition;
    var settings = KafkaClients.consumer(kafka, client, IsolationLevel.READ_UNCOMMITTED);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, committed(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      long begun = System.nanoTime();
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(POLL)) {
          if (record.value() != null) {
            values.accept(record.value());
          }
        }
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw ServiceFailure.unavailable(partition + " cannot be read to its end", null);
        }
      }
    }
  }

  private long committed(TopicPartition partition) {
    var group = kafka.topic(Applications.ROUTER);
    var committed =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).get(partition);
    var asked = Map.of(partition, OffsetSpec.earliest());
    long oldest =
        Objects.requireNonNull(await(admin.listOffsets(asked).all()).get(partition)).offset();
    return committed == null ? oldest : Math.max(oldest, committed.offset());
  }
}
