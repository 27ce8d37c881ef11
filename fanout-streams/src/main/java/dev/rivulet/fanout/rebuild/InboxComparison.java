package dev.rivulet.fanout.rebuild;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.fanout.setup.TopicReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Compares the inbox records of one partition, derived and there. Those of different partitions of
/// `commands` lie in the order in which they happened to be written, so records are matched by
/// conversation and seq; what is derived is kept in a folder meanwhile.
final class InboxComparison {
  private static final int KEY_BYTES = Ids.BYTES + Long.BYTES;

  private final TopicReader derived;
  private final TopicReader there;
  private final Map<Integer, Long> commandEnds;
  private final Path folder;

  /// `commandEnds` is where the derivation ended: records of later commands are not compared.
  InboxComparison(
      TopicReader derived, TopicReader there, Map<Integer, Long> commandEnds, Path folder) {
    this.derived = derived;
    this.there = there;
    this.commandEnds = commandEnds;
    this.folder = folder;
  }

  Found compare(int partition) {
    long derivedEnd = derived.ends().getOrDefault(partition, 0L);
    long thereEnd = there.ends().getOrDefault(partition, 0L);
    // The topic keeps its records for days only.
    boolean cut = there.beginnings().getOrDefault(partition, 0L) > 0;
    try (var store = new RocksStateStore(folder.resolve("inbox-" + partition))) {
      derived.read(
          partition,
          derivedEnd,
          record -> {
            store.put(key(event(record)), record.value());
            return true;
          });
      var matching = new Matching(store, partition, cut);
      there.read(partition, thereEnd, matching::take);
      matching.missing();
      return new Found(matching.equal, Optional.ofNullable(matching.difference));
    }
  }

  private final class Matching {
    private final RocksStateStore store;
    private final int partition;
    private long since;
    private long equal;
    private @Nullable String difference;

    /// `cut`: the oldest records are gone.
    Matching(RocksStateStore store, int partition, boolean cut) {
      this.store = store;
      this.partition = partition;
      this.since = cut ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    boolean take(ConsumerRecord<byte[], byte[]> record) {
      var event = event(record);
      if (since == Long.MAX_VALUE) {
        since = record.timestamp();
      }
      if (isLater(event)) {
        return true;
      }
      var key = key(event);
      var mine = store.get(key);
      store.put(key, null);
      if (Arrays.equals(mine, record.value())) {
        equal++;
      } else if (mine == null) {
        differs("%s@%d (%s) is there, but is not derived", record.offset(), event);
      } else {
        differs("%s@%d (%s) differs from what is derived", record.offset(), event);
      }
      return difference == null;
    }

    private boolean isLater(Event event) {
      int from = Partitions.of(event.getConversation(), commandEnds.size());
      return event.getCommandOffset() >= commandEnds.getOrDefault(from, 0L);
    }

    /// What is left over was derived alone, unless it is so old that it may be gone.
    void missing() {
      if (difference != null) {
        return;
      }
      store.scan(
          new byte[0],
          (_, value) -> {
            var event = parsed(value).getEvent();
            if (difference == null && event.getTime() >= since) {
              differs("%s (%3$s) is derived, but is not there", 0, event);
            }
          });
    }

    private void differs(String format, long offset, Event event) {
      var place = there.topic() + "-" + partition;
      difference = format.formatted(place, offset, named(event));
    }
  }

  private static String named(Event event) {
    return "conversation %s seq %d of command %d"
        .formatted(Ids.uuid(event.getConversation()), event.getSeq(), event.getCommandOffset());
  }

  private static byte[] key(Event event) {
    return ByteBuffer.allocate(KEY_BYTES)
        .put(event.getConversation().toByteArray())
        .putLong(event.getSeq())
        .array();
  }

  private static Event event(ConsumerRecord<byte[], byte[]> record) {
    return parsed(record.value()).getEvent();
  }

  private static InboxRecord parsed(byte[] value) {
    try {
      return InboxRecord.parseFrom(value);
    } catch (InvalidProtocolBufferException ourOwn) {
      throw new IllegalStateException("a record of inbox is unreadable", ourOwn);
    }
  }
}
