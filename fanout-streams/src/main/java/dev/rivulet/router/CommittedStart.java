package dev.rivulet.router;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// The group's committed offset, or the oldest record when the committed one is gone.
///
/// The time is a bound: `inbox` keeps nothing older than its retention, and every record that the
/// task will read is still there.
final class CommittedStart implements StartPosition {
  private static final long A_DAY = 24L * 60 * 60 * 1000;
  private final Admin admin;
  private final String group;
  private final String inbox;
  private final Clock clock;

  CommittedStart(Admin admin, String group, String inbox, Clock clock) {
    this.admin = admin;
    this.group = group;
    this.inbox = inbox;
    this.clock = clock;
  }

  @Override
  public Position of(int inboxPartition) {
    var partition = new TopicPartition(inbox, inboxPartition);
    var committed =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).get(partition);
    var asked = Map.of(partition, OffsetSpec.earliest());
    long oldest =
        Objects.requireNonNull(await(admin.listOffsets(asked).all()).get(partition)).offset();
    long offset = committed == null ? oldest : Math.max(oldest, committed.offset());
    var described = await(admin.describeTopics(List.of(inbox)).allTopicNames()).get(inbox);
    var topicId = Objects.requireNonNull(described).topicId();
    return Position.newBuilder()
        .setGeneration(Partitions.generation(topicId))
        .setOffset(offset)
        .setTime(clock.millis() - Topic.INBOX.retention().milliseconds() - A_DAY)
        .build();
  }
}
