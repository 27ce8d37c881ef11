package dev.rivulet.sink.consume;

import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.store.Cassandra;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// The topics as the brokers have them, compared with the catalogue.
public final class Topics {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Map<Topic, TopicDescription> found;

  private Topics(Map<Topic, TopicDescription> found) {
    this.found = found;
  }

  /// Waits for the topics as long as is given, and refuses other partition counts than configured:
  /// every producer computes partitions from them.
  public static Topics await(
      Admin admin, KafkaConfig config, List<Topic> wanted, Duration patience) {
    long began = System.nanoTime();
    while (true) {
      try {
        var topics = describe(admin, config, wanted);
        topics.checkCounts(config);
        return topics;
      } catch (ExecutionException notYet) {
        if (!mayCome(notYet.getCause()) || System.nanoTime() - began > patience.toNanos()) {
          throw ServiceFailure.unavailable(
              "topics %s cannot be described at %s: %s"
                  .formatted(wanted, config.bootstrapServers(), notYet.getCause()),
              notYet);
        }
      }
      Cassandra.pause(RETRY);
    }
  }

  /// Tells this making of the topic from earlier ones of the same name.
  public int generation(Topic topic) {
    return Partitions.generation(description(topic).topicId());
  }

  private TopicDescription description(Topic topic) {
    var description = found.get(topic);
    if (description == null) {
      throw new IllegalArgumentException("not asked for: " + topic);
    }
    return description;
  }

  private static Topics describe(Admin admin, KafkaConfig config, List<Topic> wanted)
      throws ExecutionException {
    var names = wanted.stream().map(topic -> topic.name(config.topicPrefix())).toList();
    try {
      var descriptions = admin.describeTopics(names).allTopicNames().get();
      var found = new EnumMap<Topic, TopicDescription>(Topic.class);
      for (Topic topic : wanted) {
        var description = descriptions.get(topic.name(config.topicPrefix()));
        if (description != null) {
          found.put(topic, description);
        }
      }
      return new Topics(found);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ServiceFailure.unavailable("interrupted while starting", stopped);
    }
  }

  private void checkCounts(KafkaConfig config) {
    var counts =
        new Topic.PartitionCounts(
            config.conversationPartitions(), config.userPartitions(), config.deliveryPartitions());
    found.forEach(
        (topic, description) -> {
          int present = description.partitions().size();
          if (present != topic.partitions(counts)) {
            throw ServiceFailure.misconfigured(
                "topic %s has %d partitions, configured are %d"
                    .formatted(description.name(), present, topic.partitions(counts)),
                null);
          }
        });
  }

  private static boolean mayCome(@Nullable Throwable cause) {
    return cause instanceof RetriableException || cause instanceof UnknownTopicOrPartitionException;
  }
}
