package dev.rivulet.api.history;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The tables `messages`, `reactions`, `heads` and `members`.
public final class CassandraHistoryStore implements HistoryStore {
  private static final String EVENTS =
      "SELECT seq, event, edit, deleted FROM messages"
          + " WHERE conversation_id = ? AND bucket = ? AND seq >= ? AND seq <= ?";
  private static final Query ASCENDING =
      Query.idempotent("events-up", EVENTS + " ORDER BY seq ASC");
  private static final Query DESCENDING = Query.idempotent("events-down", EVENTS);
  private static final Query EVENT =
      Query.idempotent(
          "event",
          "SELECT event FROM messages WHERE conversation_id = ? AND bucket = ? AND seq = ?");
  private static final Query DELETED =
      Query.idempotent(
          "deleted",
          "SELECT deleted FROM messages WHERE conversation_id = ? AND bucket = ? AND seq = ?");
  private static final Query REACTIONS =
      Query.idempotent(
          "reactions",
          "SELECT seq, emoji, user_id, present, hidden_from, WRITETIME(present) AS change"
              + " FROM reactions"
              + " WHERE conversation_id = ? AND bucket = ? AND seq >= ? AND seq <= ?");
  private static final Query HEAD =
      Query.idempotent(
          "head",
          "SELECT seq, count, time, members, kind, name, picture, closed, from_the_start,"
              + " WRITETIME(name) AS name_at, WRITETIME(picture) AS picture_at,"
              + " WRITETIME(closed) AS closed_at, WRITETIME(from_the_start) AS from_the_start_at"
              + " FROM heads WHERE conversation_id = ?");
  private static final Query CHANGES =
      Query.idempotent(
          "member",
          "SELECT seq, joined, role, visible_from FROM members"
              + " WHERE conversation_id = ? AND user_id = ?");
  private static final Query ALL_CHANGES =
      Query.idempotent(
          "members",
          "SELECT user_id, seq, joined, role, visible_from FROM members WHERE conversation_id = ?");
  private static final int DIRECT = 1;
  private static final int SLICE_BYTES_MAX = 4 << 20;

  private final Database database;

  public CassandraHistoryStore(Database database) {
    this.database = database;
  }

  @Override
  public Slice ascending(UUID conversation, long from, long to) {
    Collected collected = new Collected();
    for (long bucket = bucket(from); bucket <= bucket(to) && collected.hasRoom(); bucket++) {
      database.scan(ASCENDING, collected::add, conversation, bucket, from, to);
    }
    return new Slice(from, collected.hasRoom() ? to : collected.last, collected.events);
  }

  @Override
  public Slice descending(UUID conversation, long from, long to) {
    Collected collected = new Collected();
    for (long bucket = bucket(to); bucket >= bucket(from) && collected.hasRoom(); bucket--) {
      database.scan(DESCENDING, collected::add, conversation, bucket, from, to);
    }
    return new Slice(collected.hasRoom() ? from : collected.last, to, collected.events);
  }

  /// Events until they are too many bytes.
  private static final class Collected {
    private final Map<Long, StoredEvent> events = new HashMap<>();
    private long last;
    private int bytes;

    boolean add(Row row) {
      last = row.getLong("seq");
      // A row without an event was made by a change of what is not stored yet.
      if (!row.isNull("event")) {
        Event event = event(row, "event");
        Event edit = row.isNull("edit") ? null : event(row, "edit");
        bytes += event.getSerializedSize() + (edit == null ? 0 : edit.getSerializedSize());
        events.put(last, new StoredEvent(event, edit, row.getLong("deleted")));
      }
      return hasRoom();
    }

    boolean hasRoom() {
      return bytes < SLICE_BYTES_MAX;
    }
  }

  @Override
  public Map<UUID, Event> events(Map<UUID, Long> seqs) {
    Map<UUID, Event> events = new HashMap<>();
    database
        .each(
            EVENT,
            seqs.entrySet(),
            one -> new Object[] {one.getKey(), bucket(one.getValue()), one.getValue()})
        .forEach(
            (one, row) -> {
              if (!row.isNull("event")) {
                events.put(one.getKey(), event(row, "event"));
              }
            });
    return events;
  }

  @Override
  public void reactions(UUID conversation, long from, long to, Predicate<Reaction> more) {
    boolean[] wanted = {true};
    for (long bucket = bucket(to); bucket >= bucket(from) && wanted[0]; bucket--) {
      database.scan(
          REACTIONS,
          row -> {
            wanted[0] = more.test(reaction(row));
            return wanted[0];
          },
          conversation,
          bucket,
          from,
          to);
    }
  }

  private static Reaction reaction(Row row) {
    ByteBuffer hiddenFrom = row.getByteBuffer("hidden_from");
    return new Reaction(
        row.getLong("seq"),
        Objects.requireNonNull(row.getString("emoji")),
        Objects.requireNonNull(row.getUuid("user_id")),
        row.getLong("change"),
        row.getBoolean("present"),
        hiddenFrom == null ? ByteString.EMPTY : ByteString.copyFrom(hiddenFrom));
  }

  @Override
  public Set<Long> deleted(UUID conversation, Collection<Long> seqs) {
    return deleted(Map.of(conversation, Set.copyOf(seqs))).getOrDefault(conversation, Set.of());
  }

  private record Place(UUID conversation, long seq) {}

  @Override
  public Map<UUID, Set<Long>> deleted(Map<UUID, Set<Long>> seqs) {
    List<Place> places = new ArrayList<>();
    seqs.forEach((conversation, all) -> all.forEach(it -> places.add(new Place(conversation, it))));
    Map<UUID, Set<Long>> deleted = new HashMap<>();
    database
        .each(DELETED, places, at -> new Object[] {at.conversation(), bucket(at.seq()), at.seq()})
        .forEach(
            (at, row) -> {
              if (!row.isNull("deleted")) {
                deleted.computeIfAbsent(at.conversation(), _ -> new HashSet<>()).add(at.seq());
              }
            });
    return deleted;
  }

  @Override
  public Optional<Head> head(UUID conversation) {
    return Optional.ofNullable(heads(List.of(conversation)).get(conversation));
  }

  @Override
  public Map<UUID, Head> heads(Collection<UUID> conversations) {
    Map<UUID, Head> heads = new HashMap<>();
    database
        .each(HEAD, conversations, conversation -> new Object[] {conversation})
        .forEach(
            (conversation, row) -> {
              // Written by the first event; a head without it is not whole yet.
              if (!row.isNull("kind")) {
                heads.put(conversation, head(row));
              }
            });
    return heads;
  }

  private static Head head(Row row) {
    return new Head(
        row.getLong("seq"),
        row.getLong("count"),
        row.getLong("time"),
        row.getInt("members"),
        row.getByte("kind") == DIRECT,
        new GroupState(
            said(row, "name", row.getString("name")),
            said(row, "picture", picture(row.getByteBuffer("picture"))),
            said(row, "closed", row.getBoolean("closed")),
            said(row, "from_the_start", row.getBoolean("from_the_start"))));
  }

  private static <T> GroupState.@Nullable Said<T> said(Row row, String column, @Nullable T value) {
    return value == null || row.isNull(column)
        ? null
        : new GroupState.Said<>(value, row.getLong(column + "_at"));
  }

  private static @Nullable UUID picture(@Nullable ByteBuffer bytes) {
    return bytes == null || bytes.remaining() != Ids.BYTES
        ? null
        : Ids.uuid(ByteString.copyFrom(bytes));
  }

  @Override
  public List<MembershipChange> changes(UUID conversation, UUID user) {
    return database.rows(CHANGES, conversation, user).stream()
        .map(CassandraHistoryStore::change)
        .toList();
  }

  @Override
  public SortedMap<UUID, List<MembershipChange>> changes(UUID conversation) {
    SortedMap<UUID, List<MembershipChange>> changes = new TreeMap<>();
    for (Row row : database.rows(ALL_CHANGES, conversation)) {
      changes.computeIfAbsent(row.getUuid("user_id"), _ -> new ArrayList<>()).add(change(row));
    }
    return changes;
  }

  private static MembershipChange change(Row row) {
    return new MembershipChange(
        row.getLong("seq"),
        row.getBoolean("joined"),
        MemberRole.stored(row.getByte("role")),
        row.getLong("visible_from"));
  }

  private static Event event(Row row, String column) {
    ByteBuffer bytes = row.getByteBuffer(column);
    try {
      return Event.parseFrom(bytes);
    } catch (InvalidProtocolBufferException storedByTheSink) {
      throw new IllegalStateException(storedByTheSink);
    }
  }

  private static long bucket(long seq) {
    return seq / Bounds.SEQS_PER_BUCKET;
  }
}
