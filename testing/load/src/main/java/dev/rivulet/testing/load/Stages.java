package dev.rivulet.testing.load;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Follows the topics on a message's way and notes when each of them shows it, counted from the
/// client's call: where the time goes.
final class Stages implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<Topic, Figures> figures = new EnumMap<>(Topic.class);
  private final List<Watcher> watchers = new ArrayList<>();

  Stages(Target target) {
    for (var topic : List.of(Topic.COMMANDS, Topic.INBOX, Topic.DELIVERIES, Topic.EVENTS)) {
      figures.put(topic, new Figures());
      var watcher = new Watcher(target, topic);
      watchers.add(watcher);
      watcher.thread.start();
    }
  }

  void sent(String clientMessageId, long nanoTime) {
    sentAt.put(clientMessageId, nanoTime);
  }

  /// Forgets all that was seen.
  void reset() {
    sentAt.clear();
    figures.replaceAll((_, _) -> new Figures());
  }

  Figures of(Topic topic) {
    var found = figures.get(topic);
    if (found == null) {
      throw new IllegalArgumentException("not followed: " + topic);
    }
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    for (var watcher : watchers) {
      watcher.consumer.wakeup();
      watcher.thread.join();
    }
  }

  private final class Watcher {
    private final Topic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    Watcher(Target target, Topic topic) {
      this.topic = topic;
      var settings = new Properties();
      settings.put("bootstrap.servers", target.kafka());
      settings.put("enable.auto.commit", "false");
      // `events` is for readers that wait for commits; the others show the live path.
      settings.put(
          "isolation.level", topic == Topic.EVENTS ? "read_committed" : "read_uncommitted");
      consumer =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      var partitions =
          consumer.partitionsFor(topic.name(target.topicPrefix())).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      thread = Thread.ofPlatform().name("watch-" + topic.shortName()).unstarted(this::run);
    }

    private void run() {
      try (consumer) {
        while (true) {
          var records = consumer.poll(POLL);
          long now = System.nanoTime();
          for (var record : records) {
            if (record.value() != null) {
              seen(record.value(), now);
            }
          }
        }
      } catch (WakeupException closed) {
        // The end of the bench.
      }
    }

    private void seen(byte[] value, long now) {
      try {
        var id =
            switch (topic) {
              case COMMANDS -> Command.parseFrom(value).getClientMessageId();
              case INBOX -> InboxRecord.parseFrom(value).getEvent().getClientMessageId();
              case DELIVERIES ->
                  Delivery.parseFrom(value).getEvent().getEvent().getClientMessageId();
              default -> Event.parseFrom(value).getClientMessageId();
            };
        var sent = sentAt.get(id);
        if (sent != null) {
          of(topic).add(now - sent);
        }
      } catch (InvalidProtocolBufferException unreadable) {
        throw new IllegalStateException("unreadable record in " + topic, unreadable);
      }
    }
  }
}
