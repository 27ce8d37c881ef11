package dev.rivulet.testing.simulation;

import dev.rivulet.api.receipt.WatermarkStore;
import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.receipt.ConversationReceipts;
import dev.rivulet.receipt.Effect;
import dev.rivulet.receipt.state.ReceiptsState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The receipts' job: the production fold, its places in two topics, and checkpoints of both. It
/// may go on from the newest checkpoint, an older one, or none; what it told stays in the topics.
final class Counting implements WatermarkStore {
  private final Log log;
  private ConversationReceipts receipts = new ConversationReceipts(Ids.bytes(Simulation.GROUP));
  private long eventPosition;
  private long receiptPosition;
  private @Nullable Checkpoint newest;
  private @Nullable Checkpoint older;

  private record Checkpoint(ReceiptsState state, long events, long receipts) {}

  Counting(Log log) {
    this.log = log;
  }

  boolean event() {
    if (eventPosition >= log.events.stable()) {
      return false;
    }
    var entry = log.events.at(eventPosition++);
    var event = entry.value();
    if (event != null && entry.isCommitted()) {
      write(receipts.event(event));
    }
    return true;
  }

  boolean receipt() {
    if (receiptPosition >= log.receipts.end()) {
      return false;
    }
    var receipt = log.receipts.at(receiptPosition++).value();
    if (receipt != null) {
      write(receipts.receipt(receipt));
    }
    return true;
  }

  /// What a timer does.
  boolean flush() {
    if (!receipts.pending()) {
      return false;
    }
    write(receipts.flush());
    return true;
  }

  private void write(List<Effect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case Effect.Stored(var status) -> log.statuses.append(status, null, log.now);
        case Effect.Told(var notice) -> log.notices.append(notice, null, log.now);
        case Effect.Took _ -> {
          // A figure, and told to operators alone.
        }
      }
    }
  }

  void checkpoint() {
    older = newest;
    newest = new Checkpoint(receipts.save(), eventPosition, receiptPosition);
  }

  void restore(boolean fromOlder) {
    var from = fromOlder ? older : newest;
    if (from == null) {
      beginAnew();
    } else {
      receipts = ConversationReceipts.load(from.state());
      eventPosition = from.events();
      receiptPosition = from.receipts();
    }
  }

  /// Without state: what was told is read to its end first, then everything again.
  void beginAnew() {
    receipts = new ConversationReceipts(Ids.bytes(Simulation.GROUP));
    for (var entry : log.statuses.committed(0, log.statuses.end())) {
      var status = entry.value();
      if (status != null) {
        receipts.restore(status);
      }
    }
    eventPosition = 0;
    receiptPosition = 0;
    newest = null;
    older = null;
  }

  /// The newest of each, as the sink and clients merge them.
  @Override
  public Map<UUID, Watermarks> all(UUID conversation) {
    var all = new HashMap<UUID, Watermarks>();
    for (var entry : log.statuses.committed(0, log.statuses.end())) {
      var status = entry.value();
      if (status != null) {
        all.merge(Ids.uuid(status.getUser()), watermarks(status), Counting::later);
      }
    }
    return all;
  }

  @Override
  public Map<UUID, Watermarks> of(UUID user, Collection<UUID> conversations) {
    var own = all(Simulation.GROUP).get(user);
    return own == null ? Map.of() : Map.of(Simulation.GROUP, own);
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
