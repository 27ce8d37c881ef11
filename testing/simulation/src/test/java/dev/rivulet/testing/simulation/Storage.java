package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.GroupState;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MembershipChange;
import dev.rivulet.api.history.Reaction;
import dev.rivulet.api.history.Slice;
import dev.rivulet.api.history.StoredEvent;
import dev.rivulet.api.sync.BigHead;
import dev.rivulet.api.sync.InboxRow;
import dev.rivulet.api.sync.InboxStore;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.event.SimulatedStore;
import dev.rivulet.sink.inbox.InboxPlan;
import dev.rivulet.sink.inbox.InboxRows;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.notice.SentNotice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/// The sink with its tables: the rows are the production ones, the newest timestamp wins.
final class Storage implements InboxStore, HistoryStore, PlaceStore {
  private final Log log;
  private final Mistake mistake;
  private final Tables tables = new Tables();
  private final long[] eventPositions = new long[Log.PARTITIONS];
  private final List<Inbox> inboxes = new ArrayList<>();
  private List<Tables.Found> inboxBefore = List.of();

  /// What is stored of a partition of `inbox`.
  private final class Inbox {
    private final int partition;
    private final SimulatedTopic<InboxRecord> topic;
    private long position;
    private long committed;
    private long progress;
    private long progressAt = -1;

    Inbox(int partition) {
      this.partition = partition;
      this.topic = log.inbox.get(partition);
    }

    boolean store(int atMost, boolean crash) {
      boolean careless = mistake == Mistake.SINK_IGNORES_STABLE_OFFSET;
      long stable = careless ? topic.end() : topic.stable();
      long to = Math.min(stable, position + atMost);
      if (to <= position) {
        return false;
      }
      var records = topic.committed(position, to);
      long reached = to;
      if (mistake == Mistake.PROGRESS_FROM_LAST_RECORD) {
        reached = records.isEmpty() ? progress : records.getLast().offset() + 1;
      }
      if (mistake == Mistake.COMMIT_BEFORE_WRITE) {
        progress(reached);
        committed = to;
      }
      if (!crash || mistake != Mistake.COMMIT_BEFORE_WRITE) {
        write(records);
      }
      if (crash) {
        position = committed;
        return true;
      }
      position = to;
      progress(reached);
      return true;
    }

    private void write(List<SimulatedTopic.Entry<InboxRecord>> entries) {
      var placed = new ArrayList<InboxPlan.Placed>();
      for (var entry : entries) {
        var record = entry.value();
        if (record != null) {
          var place = new InboxRows.Place(1, partition, entry.offset(), entry.time());
          placed.add(new InboxPlan.Placed(record, place));
        }
      }
      for (var row : InboxPlan.of(placed)) {
        boolean membership = MembershipRows.KINDS.contains(row.kind());
        if (!membership || mistake != Mistake.BIG_MEMBERS_LEFT_TO_EVENTS) {
          tables.write(row);
        }
      }
    }

    private void progress(long next) {
      if (next >= progressAt || mistake == Mistake.OVERWRITE_INSTEAD_OF_MAX) {
        if (next < progress) {
          throw new AssertionError("stored progress goes back from " + progress + " to " + next);
        }
        progress = next;
        progressAt = next;
      }
    }
  }

  Storage(Log log, Mistake mistake) {
    this.log = log;
    this.mistake = mistake;
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      inboxes.add(new Inbox(partition));
    }
  }

  /// As `EventStore` does it, round by round. `crash`: before the last round.
  boolean storeEvents(int partition, int atMost, boolean crash) {
    var topic = log.events.get(partition);
    long position = eventPositions[partition];
    long to = Math.min(topic.stable(), position + atMost);
    if (to == position) {
      return false;
    }
    var events = topic.committed(position, to).stream().map(SimulatedTopic.Entry::value);
    var rounds = SimulatedStore.rounds(events.filter(Objects::nonNull).toList());
    for (var round : crash ? rounds.subList(0, rounds.size() - 1) : rounds) {
      round.rows().forEach(tables::write);
      round.complete().forEach(event -> SentNotice.of(event).ifPresent(log::tell));
    }
    if (!crash) {
      eventPositions[partition] = to;
    }
    return true;
  }

  boolean isUpToDate() {
    for (int partition = 0; partition < Log.PARTITIONS; partition++) {
      if (eventPositions[partition] < log.events.get(partition).stable()) {
        return false;
      }
    }
    return inboxes.stream().allMatch(inbox -> inbox.progress >= inbox.topic.stable());
  }

  /// `crash`: between the writes of one batch.
  boolean storeInbox(int partition, int atMost, boolean crash) {
    if (mistake == Mistake.PROGRESS_AFTER_ROWS) {
      inboxBefore = tables.rows("inbox");
    }
    return inboxes.get(partition).store(atMost, crash);
  }

  void commitInbox(int partition) {
    var inbox = inboxes.get(partition);
    inbox.committed = inbox.position;
  }

  private static Event event(Tables.Found row) {
    var bytes = (ByteBuffer) row.value("event");
    return Log.parse(Event.parser(), ByteString.copyFrom(bytes.duplicate()).toByteArray());
  }

  @Override
  public long progress(int partition, int generation) {
    boolean swapped = mistake == Mistake.PROGRESS_OF_ANOTHER_PARTITION;
    var asked = inboxes.get(swapped ? Log.PARTITIONS - 1 - partition : partition);
    return mistake == Mistake.SYNC_IGNORES_PROGRESS ? Long.MAX_VALUE : asked.progress;
  }

  @Override
  public Map<UUID, BigHead> bigHeads(int partition, int generation, Collection<UUID> asked) {
    var heads = new HashMap<UUID, BigHead>();
    if (mistake != Mistake.BIG_HEADS_LEFT_OUT) {
      for (var row : tables.rows("big_heads")) {
        var conversation = (UUID) row.key().get(2);
        if (row.key().getFirst().equals(partition) && asked.contains(conversation)) {
          heads.put(conversation, new BigHead(row.number("offset"), row.number("seq")));
        }
      }
    }
    return heads;
  }

  @Override
  public Day rows(UUID user, int day, Offsets offsets, int limit) {
    var read = mistake == Mistake.PROGRESS_AFTER_ROWS ? inboxBefore : tables.rows("inbox");
    var found = new TreeMap<Long, InboxRow>();
    for (var row : read) {
      long offset = (long) row.key().get(3);
      boolean asked = offset >= offsets.from() && offset < offsets.to();
      if (asked && row.key().get(0).equals(user) && row.key().get(1).equals(day)) {
        found.put(offset, new InboxRow(offset, event(row)));
      }
    }
    var rows = found.values().stream().limit(limit).toList();
    return new Day(rows, rows.size() >= limit);
  }

  @Override
  public Slice ascending(UUID conversation, long from, long to) {
    var events = new HashMap<Long, StoredEvent>();
    for (var row : tables.rows("messages")) {
      long seq = (long) row.key().get(2);
      if (row.key().getFirst().equals(conversation) && seq >= from && seq <= to) {
        events.put(seq, new StoredEvent(event(row)));
      }
    }
    return new Slice(from, to, events);
  }

  @Override
  public List<MembershipChange> changes(UUID conversation, UUID user) {
    var found = new TreeMap<Long, MembershipChange>();
    for (var row : tables.rows("members")) {
      if (row.key().getFirst().equals(conversation) && row.key().get(1).equals(user)) {
        long seq = (long) row.key().get(2);
        found.put(
            seq,
            row.is("joined")
                ? MembershipChange.joined(seq, MemberRole.MEMBER)
                : MembershipChange.left(seq));
      }
    }
    var changes = new ArrayList<>(found.values());
    if (mistake == Mistake.MEMBERSHIP_BY_CURRENT_STATE && !changes.isEmpty()) {
      return changes.getLast().joined()
          ? List.of(MembershipChange.joined(1, MemberRole.MEMBER))
          : changes;
    }
    return changes;
  }

  @Override
  public List<Place> all(UUID user) {
    return tables.rows("conversations_by_user").stream()
        .filter(row -> row.key().getFirst().equals(user) && row.columns().containsKey("left_at"))
        .map(
            row ->
                new Place(
                    (UUID) row.key().get(1), row.number("visible_from"), row.number("left_at")))
        .toList();
  }

  @Override
  public Optional<Place> find(UUID user, UUID conversation) {
    return all(user).stream().filter(it -> it.conversation().equals(conversation)).findFirst();
  }

  /// Written by the first event; a head without its kind is not whole yet.
  @Override
  public Map<UUID, Head> heads(Collection<UUID> conversations) {
    var heads = new HashMap<UUID, Head>();
    for (var row : tables.rows("heads")) {
      var conversation = (UUID) row.key().getFirst();
      if (conversations.contains(conversation) && row.columns().containsKey("kind")) {
        heads.put(
            conversation,
            new Head(
                row.number("seq"),
                row.number("count"),
                row.number("time"),
                (int) row.number("members"),
                false,
                GroupState.NONE));
      }
    }
    return heads;
  }

  @Override
  public Optional<Head> head(UUID conversation) {
    return Optional.ofNullable(heads(List.of(conversation)).get(conversation));
  }

  @Override
  public Map<UUID, Event> events(Map<UUID, Long> seqs) {
    var found = new HashMap<UUID, Event>();
    seqs.forEach(
        (conversation, seq) -> {
          var stored = ascending(conversation, seq, seq).events().get(seq);
          if (stored != null) {
            found.put(conversation, stored.event());
          }
        });
    return found;
  }

  @Override
  public Set<Long> deleted(UUID conversation, Collection<Long> seqs) {
    return Set.of();
  }

  @Override
  public Map<UUID, Set<Long>> deleted(Map<UUID, Set<Long>> seqs) {
    return Map.of();
  }

  @Override
  public Slice descending(UUID conversation, long from, long to) {
    return ascending(conversation, from, to);
  }

  @Override
  public void reactions(UUID conversation, long from, long to, Predicate<Reaction> more) {}

  @Override
  public SortedMap<UUID, List<MembershipChange>> changes(UUID conversation) {
    return new TreeMap<>();
  }
}
