package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
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
import dev.rivulet.sink.history.HistoryRows;
import dev.rivulet.sink.inbox.InboxRows;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.store.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/// The sink with its tables: the rows are the production ones, the newest timestamp wins.
final class Storage implements InboxStore, HistoryStore {
  private final Log log;
  private final Mistake mistake;
  private final Map<String, Map<List<Object>, Row>> tables = new HashMap<>();
  private long eventPosition;
  private long inboxPosition;
  private long committedInbox;
  private long progress;
  private long progressAt = -1;
  private Map<List<Object>, Row> inboxBefore = Map.of();

  Storage(Log log, Mistake mistake) {
    this.log = log;
    this.mistake = mistake;
  }

  void storeEvents(int atMost) {
    long to = Math.min(log.events.stable(), eventPosition + atMost);
    for (var entry : log.events.committed(eventPosition, to)) {
      var event = entry.value();
      if (event != null) {
        MembershipRows.of(event).forEach(this::write);
        write(HistoryRows.message(event));
      }
    }
    eventPosition = to;
  }

  /// `crash`: between the writes of one batch.
  void storeInbox(int atMost, boolean crash) {
    inboxBefore = Map.copyOf(table("inbox"));
    boolean careless = mistake == Mistake.SINK_IGNORES_STABLE_OFFSET;
    long stable = careless ? log.inbox.end() : log.inbox.stable();
    long to = Math.min(stable, inboxPosition + atMost);
    var records = log.inbox.committed(inboxPosition, to);
    long reached = to;
    if (mistake == Mistake.PROGRESS_FROM_LAST_RECORD) {
      reached = records.isEmpty() ? progress : records.getLast().offset() + 1;
    }
    if (mistake == Mistake.COMMIT_BEFORE_WRITE) {
      progress(reached);
      committedInbox = to;
    }
    if (!crash || mistake != Mistake.COMMIT_BEFORE_WRITE) {
      records.forEach(this::writeInbox);
    }
    if (crash) {
      inboxPosition = committedInbox;
      return;
    }
    inboxPosition = to;
    progress(reached);
  }

  void commitInbox() {
    committedInbox = inboxPosition;
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

  private void writeInbox(SimulatedTopic.Entry<InboxRecord> entry) {
    var record = entry.value();
    if (record != null) {
      var place = new InboxRows.Place(1, 0, entry.offset(), entry.time());
      InboxRows.of(record, place).forEach(this::write);
    }
  }

  private void write(Row row) {
    var values = row.values();
    int key =
        switch (row.kind().name()) {
          case "inbox" -> 4;
          case "messages", "members-joined", "members-left" -> 3;
          default -> 2;
        };
    var name = row.kind().name().startsWith("members") ? "members" : row.kind().name();
    var keyed = List.copyOf(values.subList(0, key));
    table(name).merge(keyed, row, (old, fresh) -> time(fresh) >= time(old) ? fresh : old);
  }

  private static long time(Row row) {
    return (long) row.values().getLast();
  }

  private Map<List<Object>, Row> table(String name) {
    return tables.computeIfAbsent(name, _ -> new HashMap<>());
  }

  private static Event event(Object bytes) {
    return Log.parse(
        Event.parser(), ByteString.copyFrom(((ByteBuffer) bytes).duplicate()).toByteArray());
  }

  @Override
  public long progress(int partition, int generation) {
    return mistake == Mistake.SYNC_IGNORES_PROGRESS ? Long.MAX_VALUE : progress;
  }

  @Override
  public Map<UUID, BigHead> bigHeads(int partition, int generation, Collection<UUID> asked) {
    return Map.of();
  }

  @Override
  public Day rows(UUID user, int day, Offsets offsets, int limit) {
    var read = mistake == Mistake.PROGRESS_AFTER_ROWS ? inboxBefore : table("inbox");
    var found = new TreeMap<Long, InboxRow>();
    for (var row : read.values()) {
      var values = row.values();
      long offset = (long) values.get(3);
      boolean asked = offset >= offsets.from() && offset < offsets.to();
      if (asked && values.get(0).equals(user) && values.get(1).equals(day)) {
        found.put(offset, new InboxRow(offset, event(values.get(6))));
      }
    }
    var rows = found.values().stream().limit(limit).toList();
    return new Day(rows, rows.size() >= limit);
  }

  @Override
  public Slice ascending(UUID conversation, long from, long to) {
    var events = new HashMap<Long, StoredEvent>();
    for (var row : table("messages").values()) {
      var stored = event(row.values().get(3));
      if (stored.getSeq() >= from && stored.getSeq() <= to) {
        events.put(stored.getSeq(), new StoredEvent(stored));
      }
    }
    return new Slice(from, to, events);
  }

  @Override
  public List<MembershipChange> changes(UUID conversation, UUID user) {
    var found = new TreeMap<Long, MembershipChange>();
    for (var row : table("members").values()) {
      if (row.values().get(1).equals(user)) {
        long seq = (long) row.values().get(2);
        boolean joined = row.kind().name().equals("members-joined");
        found.put(
            seq,
            joined ? MembershipChange.joined(seq, MemberRole.MEMBER) : MembershipChange.left(seq));
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
  public Map<UUID, Event> events(Map<UUID, Long> seqs) {
    return Map.of();
  }

  @Override
  public void reactions(UUID conversation, long from, long to, Predicate<Reaction> more) {}

  @Override
  public Optional<Head> head(UUID conversation) {
    return Optional.empty();
  }

  @Override
  public Map<UUID, Head> heads(Collection<UUID> conversations) {
    return Map.of();
  }

  @Override
  public SortedMap<UUID, List<MembershipChange>> changes(UUID conversation) {
    return new TreeMap<>();
  }
}
