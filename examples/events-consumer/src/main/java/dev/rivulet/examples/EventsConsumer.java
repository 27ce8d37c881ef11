package dev.rivulet.examples;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Prints every event and counts messages per conversation.
///
/// It reads committed records from the beginning, as a member of a group, and commits after its
/// work: after a crash it sees the last events again. What it keeps is keyed by conversation and
/// moves by seq, so seeing one again changes nothing.
public final class EventsConsumer {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<ByteString, Event> newest = new HashMap<>();

  private EventsConsumer() {}

  /// Ends after a time without news.
  ///
  /// @param args bootstrap servers, topic, group, and that time in seconds
  public static void main(String[] args) throws InvalidProtocolBufferException {
    if (args.length != 4) {
      System.err.println("Usage: EventsConsumer SERVERS TOPIC GROUP IDLE-SECONDS");
      System.err.println("for example: EventsConsumer 127.0.0.1:8090 rivulet.events demo 10");
      System.exit(2);
    }
    var idle = Duration.ofSeconds(Long.parseLong(args[3]));
    new EventsConsumer().run(settings(args[0], args[2]), args[1], idle);
  }

  private static Map<String, Object> settings(String servers, String group) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        servers,
        ConsumerConfig.GROUP_ID_CONFIG,
        group,
        // Without it one sees aborted transactions, and what was decided again twice.
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class);
  }

  private void run(Map<String, Object> settings, String topic, Duration idle)
      throws InvalidProtocolBufferException {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      consumer.subscribe(List.of(topic));
      long heard = System.nanoTime();
      while (System.nanoTime() - heard < idle.toNanos()) {
        for (var record : consumer.poll(POLL)) {
          take(Event.parseFrom(record.value()));
          heard = System.nanoTime();
        }
        consumer.commitSync();
      }
    }
    newest.forEach(
        (conversation, event) ->
            System.out.printf(
                "%s: %d messages, %d members%n",
                Ids.uuid(conversation), event.getCount(), event.getMembers()));
  }

  private void take(Event event) {
    var before = newest.get(event.getConversation());
    long expected = before == null ? event.getSeq() : before.getSeq() + 1;
    if (event.getSeq() < expected) {
      return;
    }
    if (event.getSeq() > expected) {
      System.err.printf("a gap: expected seq %d, got %d%n", expected, event.getSeq());
    }
    newest.put(event.getConversation(), event);
    System.out.printf(
        "%s %6d %-15s %s%n",
        Ids.uuid(event.getConversation()), event.getSeq(), event.getBodyCase(), text(event));
  }

  private static String text(Event event) {
    return event.hasMessage() ? event.getMessage().getContent().toStringUtf8() : "";
  }
}
