package dev.rivulet.fanout.rebuild;

import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.setup.TopicReader;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.nio.file.Path;
import java.util.Map;

/// Feeds the decider of production from the beginning of `commands` and writes what it returns into
/// fresh topics.
final class Derivation {
  private final KafkaConfig kafka;
  private final TopicReader commands;
  private final FreshTopics fresh;
  private final Path folder;

  Derivation(KafkaConfig kafka, TopicReader commands, FreshTopics fresh, Path folder) {
    this.kafka = kafka;
    this.commands = commands;
    this.fresh = fresh;
    this.folder = folder;
  }

  /// Returns how many commands there were. `ends` are the partitions' ends.
  long run(Map<Integer, Long> ends) {
    commands
        .beginnings()
        .forEach(
            (partition, offset) -> {
              if (offset > 0) {
                throw ServiceFailure.unavailable(
                    "partition %d of commands begins at %d: what came before cannot be derived"
                        .formatted(partition, offset),
                    null);
              }
            });
    long count = 0;
    for (var end : ends.entrySet()) {
      derive(end.getKey(), end.getValue());
      count += end.getValue();
    }
    fresh.flush();
    return count;
  }

  private void derive(int partition, long end) {
    try (var store = new RocksStateStore(folder.resolve("partition-" + partition))) {
      var task =
          new DeciderTask(
              store,
              kafka.conversationPartitions(),
              kafka.userPartitions(),
              kafka.topic(Topic.COMMANDS.shortName()));
      commands.read(
          partition,
          end,
          record -> {
            var command =
                new CommandRecord(
                    partition, record.offset(), record.timestamp(), record.key(), record.value());
            task.process(command).forEach(fresh::write);
            return true;
          });
    }
  }
}
