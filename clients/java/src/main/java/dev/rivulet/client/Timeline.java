package dev.rivulet.client;

import dev.rivulet.client.store.Progress;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Puts the events of one conversation in order, whichever way and however often they come: each is
/// released once, when all before it were. What it holds back is bounded; beyond that it only
/// remembers that there is more, which is then fetched by seq.
final class Timeline {
  static final int WAITING_MAX = 512;

  /// Seqs that are still missing, both ends included.
  record Range(long from, long to) {}

  private final TreeMap<Long, ConversationEvent> waiting = new TreeMap<>();
  private boolean started;
  private long delivered;
  private long known;

  /// A conversation of which this device has seen nothing yet.
  Timeline() {}

  Timeline(Progress progress) {
    started = true;
    delivered = progress.delivered();
    known = progress.known();
  }

  boolean started() {
    return started;
  }

  Progress progress() {
    return new Progress(delivered, known);
  }

  /// Everything up to `seq` is not asked for. Only an unstarted timeline begins anywhere.
  List<ConversationEvent> start(long seq) {
    if (!started) {
      started = true;
      delivered = seq;
      known = Math.max(known, seq);
      waiting.headMap(seq, true).clear();
    }
    return released();
  }

  /// There is an event `seq`, whether or not it ever comes by itself.
  void heard(long seq) {
    known = Math.max(known, seq);
  }

  /// An event has come. Returns those that are now to be handed over, in order.
  List<ConversationEvent> offer(ConversationEvent event) {
    keep(event);
    return released();
  }

  /// Everything visible between `from` and `to` has come: what did not, is not visible to us.
  List<ConversationEvent> filled(Range range, List<ConversationEvent> events) {
    if (range.from() > delivered + 1) {
      throw new IllegalStateException(range + " leaves out what comes after " + delivered);
    }
    for (var event : events) {
      if (event.seq() > delivered && event.seq() <= range.to()) {
        // Perhaps in the place of one that came by itself meanwhile.
        waiting.put(event.seq(), event);
      }
    }
    var released = new ArrayList<>(before(range.to() + 1));
    delivered = Math.max(delivered, range.to());
    known = Math.max(known, delivered);
    released.addAll(released());
    return released;
  }

  /// The first stretch that is missing, no longer than `seqsMax`.
  Optional<Range> missing(int seqsMax) {
    if (!started || delivered >= known) {
      return Optional.empty();
    }
    long last = waiting.isEmpty() ? known : waiting.firstKey() - 1;
    return Optional.of(new Range(delivered + 1, Math.min(last, delivered + seqsMax)));
  }

  /// The lowest event that waits.
  Optional<ConversationEvent> first() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstEntry().getValue());
  }

  private void keep(ConversationEvent event) {
    known = Math.max(known, event.seq());
    if (event.seq() > delivered) {
      waiting.putIfAbsent(event.seq(), event);
      if (waiting.size() > WAITING_MAX) {
        waiting.pollLastEntry();
      }
    }
  }

  private List<ConversationEvent> released() {
    if (!started || waiting.isEmpty() || waiting.firstKey() != delivered + 1) {
      return List.of();
    }
    var released = new ArrayList<ConversationEvent>();
    for (var next = waiting.get(delivered + 1); next != null; next = waiting.get(delivered + 1)) {
      waiting.pollFirstEntry();
      delivered = next.seq();
      released.add(next);
    }
    return released;
  }

  private List<ConversationEvent> before(long seq) {
    var waitingBefore = waiting.headMap(seq, false);
    var events = List.copyOf(waitingBefore.values());
    waitingBefore.clear();
    return events;
  }
}
