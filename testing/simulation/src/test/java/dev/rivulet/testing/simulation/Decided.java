package dev.rivulet.testing.simulation;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// The committed events of one conversation by seq, and who may see which of them: worked out from
/// the events alone, apart from the decider.
record Decided(UUID conversation, SortedMap<Long, Event> events) {

  /// I1: each command has one event at most. I3: the seqs are dense.
  static Decided once(Log log, UUID conversation) {
    var id = Ids.bytes(conversation);
    var decided = new TreeMap<Long, Event>();
    var ids = new HashSet<List<Object>>();
    for (var entry : log.events.get(Log.partition(id)).committed()) {
      var event = entry.value();
      if (event != null && event.getConversation().equals(id)) {
        Invariants.require(
            ids.add(List.of(event.getDevice(), event.getClientMessageId())),
            () -> "I1: decided twice: " + event.getClientMessageId());
        Invariants.require(
            event.getSeq() == decided.size() + 1L,
            () -> "I3: seq " + event.getSeq() + " out of order");
        decided.put(event.getSeq(), event);
      }
    }
    return new Decided(conversation, decided);
  }

  long head() {
    return events.size();
  }

  Event at(long seq) {
    return Objects.requireNonNull(events.get(seq));
  }

  /// One stay after the other, the last may still last.
  private List<TreeSet<Long>> stays(UUID user) {
    var stays = new ArrayList<TreeSet<Long>>();
    boolean member = false;
    for (var event : events.values()) {
      if (lets(user, event)) {
        member = true;
        stays.add(new TreeSet<>());
      }
      if (member) {
        stays.getLast().add(event.getSeq());
      }
      member &= !event.getMembersRemoved().getUsersList().contains(Ids.bytes(user));
    }
    return stays;
  }

  Set<Long> entitled(UUID user) {
    var entitled = new TreeSet<Long>();
    stays(user).forEach(entitled::addAll);
    return entitled;
  }

  boolean isMember(UUID user) {
    return entitled(user).contains(head())
        && !at(head()).getMembersRemoved().getUsersList().contains(Ids.bytes(user));
  }

  /// The event that began the newest stay, or 0.
  long newestStay(UUID user) {
    var stays = stays(user);
    return stays.isEmpty() ? 0 : stays.getLast().getFirst();
  }

  private static boolean lets(UUID user, Event event) {
    var id = Ids.bytes(user);
    return event.getGroupCreated().getMembersList().contains(id)
        || event.getMembersAdded().getUsersList().contains(id);
  }

  /// The texts that one person wrote, in the order in which they were decided.
  List<String> texts(UUID user) {
    return events.values().stream()
        .filter(Event::hasMessage)
        .filter(event -> event.getUser().equals(Ids.bytes(user)))
        .map(event -> event.getMessage().getContent().toStringUtf8())
        .toList();
  }

  /// The last seq that somebody wrote himself, or 0.
  long ownLast(UUID user) {
    return events.values().stream()
        .filter(event -> event.hasMessage() && event.getUser().equals(Ids.bytes(user)))
        .mapToLong(Event::getSeq)
        .max()
        .orElse(0);
  }
}
