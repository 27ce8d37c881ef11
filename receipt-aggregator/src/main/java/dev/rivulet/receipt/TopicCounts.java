package dev.rivulet.receipt;

import dev.rivulet.contracts.topic.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/// How many partitions the job's topics have on the brokers: the job computes partitions from them.
record TopicCounts(int conversation, int user) {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.EVENTS,
          Topic.RECEIPTS,
          Topic.RECEIPT_STATUS,
          Topic.NOTICES,
          Topic.DELIVERY_LATENCY,
          Topic.DEAD_LETTERS);

  /// @throws ExecutionException if the brokers are away or a topic is missing
  /// @throws IllegalStateException if topics that are partitioned alike have different counts
  static TopicCounts of(Admin admin, String prefix)
      throws ExecutionException, InterruptedException {
    var names = TOPICS.stream().map(it -> it.name(prefix)).toList();
    var found = admin.describeTopics(names).allTopicNames().get();
    Map<Topic.Keyed, Integer> counts = new EnumMap<>(Topic.Keyed.class);
    for (Topic topic : TOPICS) {
      var description = found.get(topic.name(prefix));
      if (description == null) {
        throw new IllegalStateException("no topic " + topic.name(prefix));
      }
      int count = description.partitions().size();
      int before = counts.merge(topic.keyed(), count, (first, next) -> first);
      if (before != count) {
        throw new IllegalStateException(
            "topic %s has %d partitions, others of its kind have %d"
                .formatted(topic.name(prefix), count, before));
      }
    }
    return new TopicCounts(
        counts.getOrDefault(Topic.Keyed.CONVERSATION, 0), counts.getOrDefault(Topic.Keyed.USER, 0));
  }
}
