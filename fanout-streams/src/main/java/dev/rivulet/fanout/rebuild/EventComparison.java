package dev.rivulet.fanout.rebuild;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.fanout.setup.TopicReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Compares the events of one partition, derived and there, record by record. Offsets differ
/// (transactions take some), keys and values must not.
final class EventComparison {
  private final TopicReader derived;
  private final TopicReader there;

  EventComparison(TopicReader derived, TopicReader there) {
    this.derived = derived;
    this.there = there;
  }

  /// `commandsEnd` is where the derivation ended: events of later commands are not compared.
  Found compare(
      int partition,
      Map<Integer, Long> derivedEnds,
      Map<Integer, Long> thereEnds,
      long commandsEnd) {
    var pairing = new Pairing(there.topic(), partition, commandsEnd);
    // Side by side in slices, so that neither topic has to fit into memory.
    var left = derived.slices(partition, derivedEnds.getOrDefault(partition, 0L));
    var right = there.slices(partition, thereEnds.getOrDefault(partition, 0L));
    while (pairing.goesOn()) {
      if (pairing.left.isEmpty() && !left.ended()) {
        left.next().forEach(pairing.left::add);
      } else if (pairing.right.isEmpty() && !right.ended()) {
        right.next().forEach(pairing::addThere);
      } else if (!pairing.step()) {
        break;
      }
    }
    return new Found(pairing.equal, Optional.ofNullable(pairing.difference));
  }

  private static final class Pairing {
    final Deque<ConsumerRecord<byte[], byte[]>> left = new ArrayDeque<>();
    final Deque<ConsumerRecord<byte[], byte[]>> right = new ArrayDeque<>();
    private final String topic;
    private final int partition;
    private final long commandsEnd;
    private boolean beyond;
    long equal;
    @Nullable String difference;

    Pairing(String topic, int partition, long commandsEnd) {
      this.topic = topic;
      this.partition = partition;
      this.commandsEnd = commandsEnd;
    }

    boolean goesOn() {
      return difference == null;
    }

    void addThere(ConsumerRecord<byte[], byte[]> record) {
      beyond = beyond || commandOffset(record) >= commandsEnd;
      if (!beyond) {
        right.add(record);
      }
    }

    /// False when both are at their ends.
    boolean step() {
      var mine = left.poll();
      var theirs = right.poll();
      if (mine == null && theirs == null) {
        return false;
      }
      if (mine == null) {
        difference = "%s is there, but is not derived".formatted(place(theirs));
      } else if (theirs == null) {
        difference =
            "%s-%d: %s is derived, but is not there".formatted(topic, partition, named(mine));
      } else if (Arrays.equals(mine.key(), theirs.key())
          && Arrays.equals(mine.value(), theirs.value())) {
        equal++;
      } else {
        difference = "%s differs from the derived %s".formatted(place(theirs), named(mine));
      }
      return true;
    }

    private String place(ConsumerRecord<byte[], byte[]> record) {
      return "%s-%d@%d (%s)".formatted(topic, partition, record.offset(), named(record));
    }

    private static String named(ConsumerRecord<byte[], byte[]> record) {
      return parsed(record)
          .map(
              event ->
                  "conversation %s seq %d of command %d"
                      .formatted(
                          id(event.getConversation()), event.getSeq(), event.getCommandOffset()))
          .orElse("no event");
    }

    private static String id(ByteString bytes) {
      return bytes.size() == Ids.BYTES ? Ids.uuid(bytes).toString() : "none";
    }

    private static long commandOffset(ConsumerRecord<byte[], byte[]> record) {
      return parsed(record).map(Event::getCommandOffset).orElse(-1L);
    }

    private static Optional<Event> parsed(ConsumerRecord<byte[], byte[]> record) {
      try {
        return record.value() == null
            ? Optional.empty()
            : Optional.of(Event.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException none) {
        return Optional.empty();
      }
    }
  }
}
