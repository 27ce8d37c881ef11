package dev.rivulet.api.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.Access;
import dev.rivulet.api.history.Deletions;
import dev.rivulet.api.sync.InboxStore.Offsets;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Partitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers what lies between a device's cursor and the one its gateway gave it.
///
/// The sink's progress is read before the rows: what it covers is stored by then, so an answer that
/// calls itself complete is. No membership is asked: a row was written for exactly those who were
/// entitled to it when it was decided.
///
/// Big conversations come as heads: on each page those whose newest event lies in the page, and on
/// the last one also those that went on meanwhile. So a head that moves while pages are read is
/// told of once more rather than missed.
final class Sync {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /// Above every day that exists; a cursor comes from a client and may claim any time.
  private static final long DAY_MAX = 1_000_000;

  private static final int RETRY_MIN_MS = 50;
  private static final int RETRY_MAX_MS = 500;

  private final InboxStore store;
  private final Heads heads;
  private final Deletions.Source deletions;
  private final int userPartitions;
  private final InstantSource clock;

  /// `cursor` is where to go on. `resync`: rebuild from the conversations first. `retryAfter` (ms)
  /// comes when the rest is not stored yet. `heads` are big conversations in which there is
  /// something to read.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      List<ConversationEvent> events,
      List<Heads.Head> heads,
      String cursor,
      boolean complete,
      boolean resync,
      @Nullable Long retryAfter) {}

  Sync(
      InboxStore store,
      PlaceStore places,
      Deletions.Source deletions,
      int userPartitions,
      InstantSource clock) {
    this.store = store;
    this.deletions = deletions;
    this.heads = new Heads(store, places);
    this.userPartitions = userPartitions;
    this.clock = clock;
  }

  Answer sync(UUID user, Optional<Cursor> from, Cursor to, int limit) {
    return from.filter(cursor -> cursor.generation() == to.generation())
        .filter(cursor -> cursor.time() >= clock.millis() - KEPT.toMillis())
        .map(cursor -> between(user, cursor, to, limit))
        .orElseGet(() -> resync(to));
  }

  /// A day back, because the rebuilding reads what is stored while more is on its way.
  private Answer resync(Cursor to) {
    Cursor start = new Cursor(to.generation(), 0, Math.max(0, clock.millis() - DAY_MS));
    return new Answer(List.of(), List.of(), start.encode(), false, true, null);
  }

  private Answer between(UUID user, Cursor from, Cursor to, int limit) {
    if (from.offset() >= to.offset()) {
      return new Answer(List.of(), List.of(), from.encode(), true, false, null);
    }
    int partition = Partitions.of(user, userPartitions);
    long progress = store.progress(partition, to.generation());
    long upper = Math.min(to.offset(), progress);
    if (upper <= from.offset()) {
      return behind(List.of(), List.of(), from, to);
    }
    Rows rows = rows(user, from, upper, limit);
    boolean last = !rows.cut() && upper == to.offset();
    long reached = rows.cut() ? rows.end().offset() : upper;
    Cursor end = new Cursor(to.generation(), reached, rows.end().time());
    List<Heads.Head> found =
        heads.of(
            user,
            partition,
            to.generation(),
            offset -> offset >= from.offset() && (last || offset < reached));
    return last || rows.cut()
        ? new Answer(rows.events(), found, end.encode(), last, false, null)
        : behind(rows.events(), found, end, to);
  }

  private static Answer behind(
      List<ConversationEvent> events, List<Heads.Head> heads, Cursor at, Cursor to) {
    long missing = to.offset() - at.offset();
    long wait = Math.clamp(missing, RETRY_MIN_MS, RETRY_MAX_MS);
    return new Answer(events, heads, at.encode(), false, false, wait);
  }

  /// `end` is behind the last row; `cut` says that there may be more before the upper offset.
  private record Rows(List<ConversationEvent> events, Cursor end, boolean cut) {}

  /// Day by day, beginning a day early: a cursor's time may be a little later than the records it
  /// lies before.
  private Rows rows(UUID user, Cursor from, long upper, int limit) {
    List<Event> events = new ArrayList<>();
    Cursor end = from;
    int last = day(clock.millis()) + 1;
    for (int day = Math.max(0, day(from.time()) - 1); day <= last; day++) {
      Offsets offsets = new Offsets(from.generation(), end.offset(), upper);
      InboxStore.Day found = store.rows(user, day, offsets, limit - events.size());
      for (InboxRow row : found.rows()) {
        events.add(row.event());
        end = new Cursor(from.generation(), row.offset() + 1, Math.max(end.time(), day * DAY_MS));
      }
      if (found.cut()) {
        return new Rows(entries(user, events), end, true);
      }
    }
    return new Rows(entries(user, events), end, false);
  }

  /// A row holds what was said when it was written; what was deleted since is looked up.
  private List<ConversationEvent> entries(UUID user, List<Event> events) {
    Deletions deleted = Deletions.of(events, deletions);
    return events.stream().map(event -> entry(user, event, deleted)).toList();
  }

  private static ConversationEvent entry(UUID user, Event event, Deletions deleted) {
    return Access.isFor(Ids.bytes(user), event)
        ? deleted.entry(event)
        : ConversationEvent.hidden(Ids.uuid(event.getConversation()), event.getSeq());
  }

  private static int day(long time) {
    return (int) Math.min(time / DAY_MS, DAY_MAX);
  }
}
