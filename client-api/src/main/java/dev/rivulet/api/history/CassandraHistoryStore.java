package dev.rivulet.api.history;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// The tables `messages`, `heads` and `members`.
public final class CassandraHistoryStore implements HistoryStore {
  private static final String EVENTS =
      "SELECT seq, event FROM messages"
          + " WHERE conversation_id = ? AND bucket = ? AND seq >= ? AND seq <= ?";
  private static final Query ASCENDING =
      Query.idempotent("events-up", EVENTS + " ORDER BY seq ASC");
  private static final Query DESCENDING = Query.idempotent("events-down", EVENTS);
  private static final Query EVENT =
      Query.idempotent(
          "event",
          "SELECT event FROM messages WHERE conversation_id = ? AND bucket = ? AND seq = ?");
  private static final Query HEAD =
      Query.idempotent(
          "head",
          "SELECT seq, count, time, members, kind, name FROM heads WHERE conversation_id = ?");
  private static final Query CHANGES =
      Query.idempotent(
          "member",
          "SELECT seq, joined, role FROM members WHERE conversation_id = ? AND user_id = ?");
  private static final Query ALL_CHANGES =
      Query.idempotent(
          "members", "SELECT user_id, seq, joined, role FROM members WHERE conversation_id = ?");
  private static final int DIRECT = 1;
  private static final int OWNER = 1;
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
    private final Map<Long, Event> events = new HashMap<>();
    private long last;
    private int bytes;

    boolean add(Row row) {
      Event event = event(row);
      last = row.getLong("seq");
      bytes += event.getSerializedSize();
      events.put(last, event);
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
        .forEach((one, row) -> events.put(one.getKey(), event(row)));
    return events;
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
        row.getString("name"));
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
        row.getLong("seq"), row.getBoolean("joined"), row.getByte("role") == OWNER);
  }

  private static Event event(Row row) {
    ByteBuffer bytes = row.getByteBuffer("event");
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
