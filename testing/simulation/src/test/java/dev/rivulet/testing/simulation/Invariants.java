package dev.rivulet.testing.simulation;

import dev.rivulet.api.receipt.Watermarks;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/// What must always hold (I1 to I14), asked of one schedule's topics and screens.
final class Invariants {
  private final Log log;
  private final Counting counting;
  private final List<Device> devices;
  private final Map<Device.Place, ConversationEvent> live = new HashMap<>();

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
    var before = live.putIfAbsent(Device.Place.of(event), event);
    require(
        before == null || before.equals(event), () -> "I13: two contents at seq " + event.seq());
  }

  /// When everything has come to its end, with `sessions` open.
  void check(long sessions) {
    for (var decided : decided()) {
      checkHistory(decided);
      for (var device : devices) {
        checkOrder(device, decided);
        checkWhole(device, decided);
        checkWritten(device, decided);
      }
      checkReceipts(decided);
    }
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      new Replay(log, partition).check(log.commands.get(partition).committed());
    }
    require(
        sessions == devices.size(),
        () -> "I9: " + sessions + " sessions of " + devices.size() + " devices");
  }

  /// Of a log whose end was lost, but for what `commands` hold of it: what was decided stands.
  void checkWhatStands(int partition, Replay.Commands commands) {
    for (var decided : decided()) {
      checkHistory(decided);
      devices.forEach(device -> checkOrder(device, decided));
    }
    new Replay(log, partition).check(commands.entries());
  }

  List<Decided> decided() {
    return People.GROUPS.stream().map(group -> Decided.once(log, group)).toList();
  }

  /// I13.
  private void checkHistory(Decided decided) {
    for (var event : live.values()) {
      if (event.conversation().equals(decided.conversation())) {
        var history = decided.events().get(event.seq());
        require(
            history != null && ConversationEvent.of(history).equals(event),
            () -> "I13: shown live and not history: seq " + event.seq());
      }
    }
  }

  /// I6: no status claims more than there is, and in the end they say what the devices did. What a
  /// viewer makes of them cannot go back, for he keeps the larger; so the last word is the largest.
  private void checkReceipts(Decided decided) {
    for (var entry : log.statuses.committed()) {
      ReceiptStatus status = Objects.requireNonNull(entry.value());
      boolean other = !status.getConversation().equals(Ids.bytes(decided.conversation()));
      require(
          other
              || (status.getRead() <= status.getDelivered()
                  && status.getDelivered() <= decided.head()),
          () -> "I6: " + status);
    }
    var wrong = wrongReceipts(decided);
    require(wrong.isEmpty(), () -> "I6: " + wrong);
  }

  /// Of present members: what is told of them and what they did.
  List<String> wrongReceipts(Decided decided) {
    var wrong = new ArrayList<String>();
    var group = decided.conversation();
    var watermarks = counting.all(group);
    long head = decided.head();
    for (var device : devices) {
      if (decided.isMember(device.user)) {
        long read =
            Math.max(
                Math.max(device.hasRead(group), decided.newestStay(device.user)),
                decided.ownLast(device.user));
        var told = watermarks.getOrDefault(device.user, Watermarks.NONE);
        if (told.read() != read || told.delivered() != head) {
          wrong.add(told + " and not delivered " + head + ", read " + read);
        }
      }
    }
    return wrong;
  }

  private static void checkOrder(Device device, Decided decided) {
    var entitled = decided.entitled(device.user);
    long last = 0;
    for (var event : device.shown(decided.conversation())) {
      long before = last;
      require(
          event.seq() > before, () -> "I2, I3: shown again or out of order: seq " + event.seq());
      last = event.seq();
      boolean hidden = event.kind().equals(ConversationEvent.HIDDEN);
      require(
          hidden || entitled.contains(event.seq()),
          () -> "I4: shown to a stranger: " + event.seq());
    }
  }

  private static void checkWhole(Device device, Decided decided) {
    var entitled = decided.entitled(device.user);
    var shown = new TreeSet<Long>();
    device.shown(decided.conversation()).forEach(event -> shown.add(event.seq()));
    long begin = begin(device, decided, shown);
    entitled.stream()
        .filter(seq -> seq >= begin && !shown.contains(seq))
        .findFirst()
        .ifPresent(
            seq -> {
              throw new AssertionError("I1: never shown: " + seq);
            });
    // What is written to a big group is not copied to inboxes: who missed it reads it by seq.
    entitled.removeIf(seq -> decided.at(seq).getBig());
    require(
        entitled.stream().allMatch(seq -> device.received.contains(place(decided, seq))),
        () -> "I5: a gap was left");
  }

  private static Device.Place place(Decided decided, long seq) {
    return new Device.Place(decided.conversation(), seq);
  }

  /// From where on a device must show everything: from the newest stay if it has no past, otherwise
  /// from the first event that was ever its user's to see. But a device that knows nothing of the
  /// conversation begins where it hears of it first, and that may be in a later stay: live, from a
  /// transaction that was aborted, while the events of the earlier stay are decided again behind
  /// it. Only then the earlier stay is left to history.
  private static long begin(Device device, Decided decided, SortedSet<Long> shown) {
    long newest = decided.newestStay(device.user);
    long first = shown.isEmpty() ? 0 : Math.min(newest, shown.getFirst());
    if (device.fresh) {
      return newest;
    }
    var earlier =
        decided.entitled(device.user).stream()
            .filter(seq -> seq < first && !decided.at(seq).getBig())
            .map(seq -> place(decided, seq))
            .toList();
    require(
        earlier.isEmpty() || isHeardBefore(device, place(decided, first), earlier),
        () -> "I1: began at " + first + " and had heard of " + earlier);
    return first;
  }

  private static boolean isHeardBefore(
      Device device, Device.Place place, List<Device.Place> others) {
    for (var heard : device.heardAtFirst.getOrDefault(place.conversation(), List.of())) {
      if (heard.equals(place)) {
        return true;
      }
      if (others.contains(heard)) {
        return false;
      }
    }
    return true;
  }

  /// I1, I14: each text is decided once or refused, and in the order in which it was written.
  private static void checkWritten(Device device, Decided decided) {
    var found = decided.texts(device.user);
    var expected = new ArrayList<String>();
    for (var text : device.written(decided.conversation())) {
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

  static void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }
}
