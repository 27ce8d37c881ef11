package dev.rivulet.fanout.setup;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.Applications;
import dev.rivulet.fanout.TopicCheck;
import dev.rivulet.fanout.decide.RuleSets;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Creates what the catalogue names, gives the consumer groups their first offsets and starts each
/// new partition of `commands` with the newest rule set. Run it again as often as you like: what is
/// there is compared, not changed.
public final class TopicSetup {
  /// A broker's first start on a busy machine makes its own topics meanwhile.
  private static final int PATIENCE_MS = 60_000;

  private final KafkaConfig kafka;

  private TopicSetup(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  public static void main(String[] args) {
    run(Configuration.load(SetupConfig.class).kafka());
  }

  /// Returns the topics that were created.
  public static List<Topic> run(KafkaConfig kafka) {
    var settings = KafkaClients.admin(kafka, "topic-setup");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (var admin = Admin.create(settings)) {
      var setup = new TopicSetup(kafka);
      var created = setup.create(admin);
      setup.seed(admin, Applications.SINK_EVENTS, Topic.EVENTS);
      setup.seed(admin, Applications.SINK_INBOX, Topic.INBOX);
      setup.seed(admin, Applications.SINK_RECEIPT_STATUS, Topic.RECEIPT_STATUS);
      setup.seed(admin, kafka.topic(Applications.ROUTER), Topic.INBOX);
      setup.seed(admin, kafka.topic(Applications.FANOUT), Topic.COMMANDS);
      setup.firstRules(admin);
      return created;
    } catch (KafkaException away) {
      throw ServiceFailure.unavailable("topic set-up failed: " + away.getMessage(), away);
    }
  }

  private List<Topic> create(Admin admin) {
    var there = TopicCheck.describe(admin, kafka);
    var missing = new ArrayList<Topic>();
    var wanted = new ArrayList<NewTopic>();
    for (var topic : Topic.values()) {
      var found = there.get(topic);
      if (found != null) {
        TopicCheck.requirePartitions(kafka, topic, found);
      } else {
        missing.add(topic);
        wanted.add(
            new NewTopic(
                    topic.name(kafka.topicPrefix()),
                    topic.partitions(TopicCheck.counts(kafka)),
                    (short) kafka.replicationFactor())
                .configs(topic.settings(kafka.minInsyncReplicas())));
      }
    }
    await(admin.createTopics(wanted).all());
    return missing;
  }

  /// A group without an offset begins at 0. (If its state says otherwise, the decider stops: better
  /// than deciding anything twice.)
  private void seed(Admin admin, String group, Topic topic) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    var seeds = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var partition : partitions(topic)) {
      if (committed.get(partition) == null) {
        seeds.put(partition, new OffsetAndMetadata(0));
      }
    }
    if (!seeds.isEmpty()) {
      await(admin.alterConsumerGroupOffsets(group, seeds).all());
    }
  }

  /// A partition of `commands` in which nothing was ever written begins with the newest rules.
  private void firstRules(Admin admin) {
    var empty = new TreeSet<Integer>();
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    partitions(Topic.COMMANDS).forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    var found = await(admin.listOffsets(asked).all());
    found.forEach(
        (partition, end) -> {
          if (end.offset() == 0) {
            empty.add(partition.partition());
          }
        });
    if (!empty.isEmpty()) {
      new RulesLog(kafka).append(empty, RuleSets.RELEASED.newest(), "topic-setup");
    }
  }

  private List<TopicPartition> partitions(Topic topic) {
    var partitions = new ArrayList<TopicPartition>();
    for (int i = 0; i < topic.partitions(TopicCheck.counts(kafka)); i++) {
      partitions.add(new TopicPartition(topic.name(kafka.topicPrefix()), i));
    }
    return partitions;
  }
}
