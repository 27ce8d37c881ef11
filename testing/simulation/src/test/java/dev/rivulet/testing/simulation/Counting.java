package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.receipt.WatermarkStore;
import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.receipt.ConversationReceipts;
import dev.rivulet.receipt.Effect;
import dev.rivulet.receipt.state.ReceiptsState;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The receipts' job: the production fold of each conversation, its places in two topics, and
/// checkpoints of both. It may go on from the newest checkpoint, an older one, or none; what it
/// told stays in the topics.
final class Counting implements WatermarkStore {
  private final Log log;
  private Map<ByteString, ConversationReceipts> all = new LinkedHashMap<>();
  private final long[] eventPositions = new long[Log.PARTITIONS];
  private long receiptPosition;
  private @Nullable Checkpoint newest;
  private @Nullable Checkpoint older;

  private record Checkpoint(List<ReceiptsState> states, List<Long> events, long receipts) {}

  Counting(Log log) {
    this.log = log;
  }

  private ConversationReceipts of(ByteString conversation) {
    return all.computeIfAbsent(conversation, ConversationReceipts::new);
  }

  boolean event(int partition) {
    var topic = log.events.get(partition);
    if (eventPositions[partition] >= topic.stable()) {
      return false;
    }
    var entry = topic.at(eventPositions[partition]++);
    var event = entry.value();
    if (event != null && entry.isCommitted()) {
      write(of(event.getConversation()).event(event));
    }
    return true;
  }

  boolean receipt() {
    if (receiptPosition >= log.receipts.end()) {
      return false;
    }
    var receipt = log.receipts.at(receiptPosition++).value();
    if (receipt != null) {
      write(of(receipt.getConversation()).receipt(receipt));
    }
    return true;
  }

  /// What a timer does.
  boolean flush() {
    boolean any = false;
    for (var receipts : all.values()) {
      if (receipts.pending()) {
        write(receipts.flush());
        any = true;
      }
    }
    return any;
  }

  private void write(List<Effect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.Stored(var status) -> log.statuses.append(status, null, log.now);
        case Effect.Told(var notice) -> log.tell(notice);
        case Effect.Took _ -> {
          // A figure, and told to operators alone.
        }
      }
    }
  }

  void checkpoint() {
    older = newest;
    var states = all.values().stream().map(ConversationReceipts::save).toList();
    var events = Arrays.stream(eventPositions).boxed().toList();
    newest = new Checkpoint(states, events, receiptPosition);
  }

  void restore(boolean fromOlder) {
    var from = fromOlder ? older : newest;
    if (from == null) {
      beginAnew();
      return;
    }
    all = new LinkedHashMap<>();
    from.states().forEach(one -> all.put(one.getConversation(), ConversationReceipts.load(one)));
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      eventPositions[partition] = from.events().get(partition);
    }
    receiptPosition = from.receipts();
  }

  /// Without state: what was told is read to its end first, then everything again.
  void beginAnew() {
    all = new LinkedHashMap<>();
    for (var entry : log.statuses.committed()) {
      var status = entry.value();
      if (status != null) {
        of(status.getConversation()).restore(status);
      }
    }
    Arrays.fill(eventPositions, 0);
    receiptPosition = 0;
    newest = null;
    older = null;
  }

  /// The newest of each, as the sink and clients merge them.
  @Override
  public Map<UUID, Watermarks> all(UUID conversation) {
    var id = Ids.bytes(conversation);
    var told = new HashMap<UUID, Watermarks>();
    for (var entry : log.statuses.committed()) {
      var status = entry.value();
      if (status != null && status.getConversation().equals(id)) {
        told.merge(Ids.uuid(status.getUser()), watermarks(status), Counting::later);
      }
    }
    return told;
  }

  @Override
  public Map<UUID, Watermarks> of(UUID user, Collection<UUID> conversations) {
    var own = new HashMap<UUID, Watermarks>();
    for (var conversation : conversations) {
      var watermarks = all(conversation).get(user);
      if (watermarks != null) {
        own.put(conversation, watermarks);
      }
    }
    return own;
  }

  static Watermarks watermarks(ReceiptStatus status) {
    return new Watermarks(
        status.getDelivered(), status.getRead(), status.getOwnRead(), status.getOwnReadCount());
  }

  private static Watermarks later(Watermarks one, Watermarks other) {
    boolean first = one.ownRead() >= other.ownRead();
    return new Watermarks(
        Math.max(one.delivered(), other.delivered()),
        Math.max(one.read(), other.read()),
        Math.max(one.ownRead(), other.ownRead()),
        first ? one.ownReadCount() : other.ownReadCount());
  }
}
