package dev.rivulet.fanout;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.contracts.topic.Topic.PartitionCounts;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Compares the topics of a cluster with the catalogue. The partition count decides where a record
/// lies, so a difference would split the history of a conversation over two partitions.
public final class TopicCheck {
  private TopicCheck() {}

  /// Ends the start with one line when a topic is missing or has another number of partitions.
  public static void require(KafkaConfig kafka) {
    try (var admin = Admin.create(KafkaClients.admin(kafka, "topic-check"))) {
      var missing = new ArrayList<String>();
      var there = describe(admin, kafka);
      for (var topic : Topic.values()) {
        var found = there.get(topic);
        if (found == null) {
          missing.add(topic.name(kafka.topicPrefix()));
        } else {
          requirePartitions(kafka, topic, found);
        }
      }
      if (!missing.isEmpty()) {
        throw ServiceFailure.unavailable("topics are missing: " + missing, null);
      }
    } catch (KafkaException away) {
      throw ServiceFailure.unavailable("Kafka does not answer: " + away.getMessage(), away);
    }
  }

  /// The topics of the catalogue that exist.
  public static Map<Topic, TopicDescription> describe(Admin admin, KafkaConfig kafka) {
    var names = Arrays.stream(Topic.values()).map(t -> t.name(kafka.topicPrefix())).toList();
    var found = new TreeMap<Topic, TopicDescription>();
    var answers = admin.describeTopics(names).topicNameValues();
    for (var topic : Topic.values()) {
      try {
        var answer = Objects.requireNonNull(answers.get(topic.name(kafka.topicPrefix())));
        found.put(topic, answer.get());
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new KafkaException(failed.getCause());
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new KafkaException(ended);
      }
    }
    return found;
  }

  public static void requirePartitions(KafkaConfig kafka, Topic topic, TopicDescription found) {
    int wanted = topic.partitions(counts(kafka));
    int there = found.partitions().size();
    if (wanted != there) {
      throw ServiceFailure.misconfigured(
          "topic %s has %d partitions, the configuration says %d: a count is fixed at creation"
              .formatted(found.name(), there, wanted),
          null);
    }
  }

  public static PartitionCounts counts(KafkaConfig kafka) {
    return new PartitionCounts(
        kafka.conversationPartitions(), kafka.userPartitions(), kafka.deliveryPartitions());
  }
}
