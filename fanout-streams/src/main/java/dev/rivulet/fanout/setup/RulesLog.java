package dev.rivulet.fanout.setup;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// The `rules` commands in the log: which rule set each partition has been raised to, and raising.
/// A partition takes the highest number it has seen, so a number appended twice changes nothing.
final class RulesLog {
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaConfig kafka;
  private final String topic;

  RulesLog(KafkaConfig kafka) {
    this.kafka = kafka;
    this.topic = kafka.topic(Topic.COMMANDS.shortName());
  }

  /// The rule set at the end of each partition; 1 before any command raised it. Reads all of
  /// `commands`: the log alone says it.
  Map<Integer, Integer> present() {
    var present = new TreeMap<Integer, Integer>();
    try (var reader = new TopicReader(kafka, topic, "rules-show")) {
      reader
          .ends()
          .forEach(
              (partition, end) -> {
                present.put(partition, 1);
                reader.read(
                    partition,
                    end,
                    record -> {
                      present.merge(partition, raisedTo(record), Math::max);
                      return true;
                    });
              });
    }
    return present;
  }

  private static int raisedTo(ConsumerRecord<byte[], byte[]> record) {
    // Only a rules command has no conversation, so most of the log is passed unread.
    if (record.value() == null || record.key() == null || record.key().length > 0) {
      return 1;
    }
    try {
      var command = Command.parseFrom(record.value());
      return command.hasChangeRules() ? command.getChangeRules().getNumber() : 1;
    } catch (InvalidProtocolBufferException noCommand) {
      return 1;
    }
  }

  /// Returns when the broker has them.
  void append(Collection<Integer> partitions, int number, String by) {
    var rules =
        Command.newBuilder()
            .setOrigin(Origin.newBuilder().setService(by))
            .setChangeRules(ChangeRules.newBuilder().setNumber(number))
            .build();
    var producer = new KafkaProducer<byte[], byte[]>(KafkaClients.producer(kafka, by));
    try {
      for (int partition : partitions) {
        var record =
            new ProducerRecord<>(
                topic, partition, null, new byte[0], rules.toByteArray(), RecordHeaders.of(rules));
        producer.send(record).get();
      }
    } catch (ExecutionException refused) {
      throw new KafkaException(refused.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new KafkaException(ended);
    } finally {
      producer.close(CLOSE);
    }
  }
}
