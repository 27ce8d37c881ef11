package dev.rivulet.client;

import dev.rivulet.contracts.Bounds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The undecided messages of this device to one conversation, in the order in which they were
/// given, numbered densely. At most [Bounds#UNCONFIRMED_MAX] are on their way.
///
/// When one has to be sent again (a number is missing or taken, or something was away), nothing
/// more goes out until all that are on their way have an answer; then they go out again, from the
/// number that the log asks for.
///
/// While the numbers are in doubt (they were changed, or come from a store that may be old) only
/// one message is on its way: with several, one could be refused for its number while the next
/// happens to have the right one, and they would be swapped. An own event under the number that the
/// message has ends the doubt.
final class Lane {
  /// Where a message is in the eyes of this connection.
  enum Position {
    WAITING,
    ON_ITS_WAY,
    /// Answered: to be sent again.
    HELD
  }

  private static final class Entry {
    final OutgoingMessage message;
    Position position = Position.WAITING;

    Entry(OutgoingMessage message) {
      this.message = message;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long next;
  private long decidedUpTo;
  private long askedNext;
  private boolean doubtful;

  /// `next` is the number of the next message.
  Lane(long next) {
    this.next = next;
    this.doubtful = next > 1;
  }

  long next() {
    return next;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void add(OutgoingMessage message) {
    entries.add(new Entry(message));
    next = Math.max(next, message.n() + 1);
  }

  Optional<OutgoingMessage> find(String id) {
    return entry(id).map(entry -> entry.message);
  }

  void forEach(Consumer<OutgoingMessage> action) {
    entries.forEach(entry -> action.accept(entry.message));
  }

  /// Those that may go out now, in order; they are on their way from here on.
  List<OutgoingMessage> take() {
    if (held()) {
      return List.of();
    }
    var taken = new ArrayList<OutgoingMessage>();
    var window = window();
    for (var entry : doubtful ? window.subList(0, Math.min(1, window.size())) : window) {
      if (entry.position == Position.WAITING) {
        entry.position = Position.ON_ITS_WAY;
        taken.add(entry.message);
      }
    }
    return taken;
  }

  /// Those that got no answer yet: after a while they are sent again as they are.
  List<OutgoingMessage> onTheirWay() {
    return window().stream()
        .filter(entry -> entry.position == Position.ON_ITS_WAY)
        .map(entry -> entry.message)
        .toList();
  }

  /// The connection is gone, or a new one begins: everything goes out again, unchanged.
  void restart() {
    entries.forEach(entry -> entry.position = Position.WAITING);
    askedNext = 0;
  }

  /// Whether something is to be sent again, so that nothing goes out.
  boolean held() {
    return window().stream().anyMatch(entry -> entry.position == Position.HELD);
  }

  /// Whether all answers are there that [#resume] needs.
  boolean settled() {
    return held() && window().stream().noneMatch(entry -> entry.position == Position.ON_ITS_WAY);
  }

  /// Decided: it leaves the lane. Empty when it did before. `n` is the number under which it was
  /// decided, 0 when that is not known (a duplicate's answer names the number of the repeat).
  Optional<OutgoingMessage> decided(String id, long n) {
    decidedUpTo = Math.max(decidedUpTo, n);
    var message = remove(id);
    if (message.isPresent() && message.get().n() == n) {
      doubtful = false;
    }
    return message;
  }

  /// Refused for good: it leaves the lane.
  Optional<OutgoingMessage> remove(String id) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      var entry = all.next();
      if (entry.message.id().equals(id)) {
        all.remove();
        return Optional.of(entry.message);
      }
    }
    return Optional.empty();
  }

  /// Refused for now. `nextAsked` is the number from which the log wants to go on, 0 when it did
  /// not say. An answer to an older number of the message is none. Returns whether it was taken.
  boolean hold(String id, long n, long nextAsked) {
    var entry = entry(id);
    if (entry.isEmpty() || (n != 0 && n != entry.get().message.n())) {
      return false;
    }
    entry.get().position = Position.HELD;
    askedNext = Math.max(askedNext, nextAsked);
    return true;
  }

  /// Makes all go out again, in order. Returns those that got another number.
  List<OutgoingMessage> resume() {
    List<OutgoingMessage> renumbered =
        askedNext > 0 ? renumber(Math.max(askedNext, decidedUpTo + 1)) : List.of();
    restart();
    doubtful |= !renumbered.isEmpty();
    return renumbered;
  }

  private List<OutgoingMessage> renumber(long from) {
    var changed = new ArrayList<OutgoingMessage>();
    long n = from;
    for (var entry : entries) {
      if (entry.message.n() != n) {
        entry.message.renumber(n);
        changed.add(entry.message);
      }
      n++;
    }
    next = n;
    return changed;
  }

  /// Those that may have been sent; all behind them wait.
  private List<Entry> window() {
    return entries.subList(0, Math.min(entries.size(), Bounds.UNCONFIRMED_MAX));
  }

  private Optional<Entry> entry(String id) {
    return entries.stream().filter(entry -> entry.message.id().equals(id)).findFirst();
  }
}
