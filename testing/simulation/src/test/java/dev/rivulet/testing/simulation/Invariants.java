package dev.rivulet.testing.simulation;

import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.DeciderTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// What must always hold (I1 to I14), asked of one schedule's topics and screens.
final class Invariants {
  private final Log log;
  private final Counting counting;
  private final List<Device> devices;
  private final Map<Long, ConversationEvent> live = new HashMap<>();

  Invariants(Log log, Counting counting, List<Device> devices) {
    this.log = log;
    this.counting = counting;
    this.devices = devices;
  }

  /// I13: what is shown live must be what history says in the end. Compared as it comes, since an
  /// aborted record is decided again with the same content.
  void checkLive(ConversationEvent event) {
    if (event.kind().equals(ConversationEvent.HIDDEN)) {
      return;
    }
    var before = live.putIfAbsent(event.seq(), event);
    require(
        before == null || before.equals(event), () -> "I13: two contents at seq " + event.seq());
  }

  /// When everything has come to its end, with `sessions` open.
  void check(long sessions) {
    var decided = decidedOnce();
    replay(decided);
    for (var event : live.values()) {
      var history = decided.get(event.seq());
      require(
          history != null && ConversationEvent.of(history).equals(event),
          () -> "I13: shown live and not history: seq " + event.seq());
    }
    for (var device : devices) {
      check(device, decided);
    }
    checkReceipts(decided);
    require(
        sessions == devices.size(),
        () -> "I9: " + sessions + " sessions of " + devices.size() + " devices");
  }

  /// I1: each command has one event at most, and the seqs are dense.
  Map<Long, Event> decidedOnce() {
    var decided = new TreeMap<Long, Event>();
    var ids = new HashSet<List<Object>>();
    for (var entry : log.events.committed(0, log.events.stable())) {
      var event = entry.value();
      if (event != null) {
        var id = List.<Object>of(event.getDevice(), event.getClientMessageId());
        require(ids.add(id), () -> "I1: decided twice: " + event.getClientMessageId());
        require(
            event.getSeq() == decided.size() + 1L,
            () -> "I3: seq " + event.getSeq() + " out of order");
        decided.put(event.getSeq(), event);
      }
    }
    return decided;
  }

  /// I12: the log decided from its start gives the same bytes.
  private void replay(Map<Long, Event> decided) {
    var task = new DeciderTask(new MemoryState(), 1, 1, "commands");
    var inbox = new ArrayList<Object>();
    var events = new ArrayList<Object>();
    for (var entry : log.commands.committed(0, log.commands.end())) {
      for (var record : Log.decide(task, entry, entry.time())) {
        if (record.topic() == Topic.EVENTS) {
          events.add(record.message());
        } else if (record.topic() == Topic.INBOX) {
          inbox.add(record.message());
        }
      }
    }
    require(events.equals(new ArrayList<Object>(decided.values())), () -> "I12: other events");
    var written = new ArrayList<Object>();
    log.inbox.committed(0, log.inbox.stable()).forEach(entry -> written.add(entry.value()));
    require(inbox.equals(written), () -> "I12: other inbox records");
  }

  /// I6: no status claims more than there is, and in the end they say what the devices did. What a
  /// viewer makes of them cannot go back, for he keeps the larger; so the last word is the largest.
  private void checkReceipts(Map<Long, Event> decided) {
    for (var entry : log.statuses.committed(0, log.statuses.end())) {
      var status = Objects.requireNonNull(entry.value());
      require(
          status.getRead() <= status.getDelivered() && status.getDelivered() <= decided.size(),
          () -> "I6: " + status);
    }
    var wrong = wrongReceipts(decided);
    require(wrong.isEmpty(), () -> "I6: " + wrong);
  }

  /// Of present members: what is told of them and what they did.
  List<String> wrongReceipts(Map<Long, Event> decided) {
    var wrong = new ArrayList<String>();
    var watermarks = counting.all(Simulation.GROUP);
    long head = decided.size();
    for (var device : devices) {
      if (isMember(device.user, decided)) {
        long read = Math.max(device.hasRead(), newestMembership(device.user, decided));
        for (var event : decided.values()) {
          if (event.hasMessage() && event.getUser().equals(Ids.bytes(device.user))) {
            read = Math.max(read, event.getSeq());
          }
        }
        var told = watermarks.getOrDefault(device.user, Watermarks.NONE);
        if (told.read() != read || told.delivered() != head) {
          wrong.add(told + " and not delivered " + head + ", read " + read);
        }
      }
    }
    return wrong;
  }

  private static boolean isMember(UUID user, Map<Long, Event> decided) {
    var id = Ids.bytes(user);
    boolean member = false;
    for (var event : decided.values()) {
      member |= event.getGroupCreated().getMembersList().contains(id);
      member |= event.getMembersAdded().getUsersList().contains(id);
      member &= !event.getMembersRemoved().getUsersList().contains(id);
    }
    return member;
  }

  private void check(Device device, Map<Long, Event> decided) {
    var entitled = entitled(device.user, decided);
    long last = 0;
    for (var event : device.shown) {
      long before = last;
      require(
          event.seq() > before, () -> "I2, I3: shown again or out of order: seq " + event.seq());
      last = event.seq();
      boolean hidden = event.kind().equals(ConversationEvent.HIDDEN);
      require(
          hidden || entitled.contains(event.seq()),
          () -> "I4: shown to a stranger: " + event.seq());
      entitled.remove(event.seq());
    }
    long newest = newestMembership(device.user, decided);
    long begin = device.fresh ? newest : Math.min(newest, begin(device));
    entitled.removeIf(seq -> seq < begin);
    require(entitled.isEmpty(), () -> "I1: never shown: " + entitled);
    require(
        device.received.containsAll(entitled(device.user, decided)), () -> "I5: a gap was left");
    checkWritten(device, decided);
  }

  /// A device that knows nothing of the conversation begins where it hears of it first, which may
  /// be a later stay: the events of an earlier one may come behind it, when their transaction was
  /// aborted. Then the earlier stay is left to history.
  private static long begin(Device device) {
    return device.shown.isEmpty() ? 0 : device.shown.getFirst().seq();
  }

  /// I1, I14: each text is decided once or refused, and in the order in which it was written.
  private static void checkWritten(Device device, Map<Long, Event> decided) {
    var found =
        decided.values().stream()
            .filter(Event::hasMessage)
            .filter(event -> event.getUser().equals(Ids.bytes(device.user)))
            .map(event -> event.getMessage().getContent().toStringUtf8())
            .toList();
    var expected = new ArrayList<String>();
    for (int number = 1; number <= device.written(); number++) {
      var text = "text " + number;
      boolean maybe = device.unknown.contains(text);
      if (maybe ? found.contains(text) : !device.refused.contains(text)) {
        expected.add(text);
      }
    }
    boolean disordered = Set.copyOf(found).equals(Set.copyOf(expected));
    require(
        found.equals(expected),
        () -> (disordered ? "I14: " : "I1: ") + found + " and not " + expected);
  }

  /// By each event's own seq, worked out apart from the decider.
  private static Set<Long> entitled(UUID user, Map<Long, Event> decided) {
    var id = Ids.bytes(user);
    var entitled = new HashSet<Long>();
    boolean member = false;
    for (var event : decided.values()) {
      boolean in =
          event.getGroupCreated().getMembersList().contains(id)
              || event.getMembersAdded().getUsersList().contains(id);
      boolean out = event.getMembersRemoved().getUsersList().contains(id);
      member |= in;
      if (member) {
        entitled.add(event.getSeq());
      }
      member &= !out;
    }
    return entitled;
  }

  /// The event that began it.
  private static long newestMembership(UUID user, Map<Long, Event> decided) {
    var id = Ids.bytes(user);
    return decided.values().stream()
        .filter(
            event ->
                event.getGroupCreated().getMembersList().contains(id)
                    || event.getMembersAdded().getUsersList().contains(id))
        .mapToLong(Event::getSeq)
        .max()
        .orElse(0);
  }

  static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }
}
