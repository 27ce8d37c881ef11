package dev.rivulet.sink.rebuild;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Compares what each user must see. Days and offsets are where a record happened to lie, so rows
/// are matched by conversation and seq.
final class InboxComparison {
  private static final String ROWS =
      "SELECT conversation_id, seq, event FROM inbox WHERE user_id = ? AND day IN ?";

  /// A row is kept for 30 days from its own record; one that old may be gone.
  private static final Duration SURELY_KEPT = Duration.ofDays(29);

  private static final int DAYS_KEPT = 31;

  private final Tables derived;
  private final Tables there;
  private final Instant now;

  private record Key(UUID conversation, long seq) {}

  InboxComparison(Tables derived, Tables there, Instant now) {
    this.derived = derived;
    this.there = there;
    this.now = now;
  }

  Found compare() {
    var found = new Found();
    for (var user : derived.partitions(Table.USERS)) {
      compare((UUID) user.getFirst(), found);
    }
    return found;
  }

  private void compare(UUID user, Found found) {
    var mine = rows(derived, user);
    var theirs = rows(there, user);
    mine.forEach(
        (key, event) -> {
          var other = theirs.remove(key);
          if (event.equals(other)) {
            found.same();
          } else if (other != null) {
            found.different(place(user, key) + ": event is not what is derived");
          } else if (time(event).isAfter(now.minus(SURELY_KEPT))) {
            found.different(place(user, key) + " is derived, but is not there");
          }
        });
    theirs.keySet().stream()
        .filter(key -> key.seq() <= derived.head(key.conversation()))
        .forEach(key -> found.different(place(user, key) + " is there, but is not derived"));
  }

  private Map<Key, ByteBuffer> rows(Tables tables, UUID user) {
    int today = Math.toIntExact(LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay());
    List<Integer> days = new ArrayList<>();
    for (int day = today - DAYS_KEPT; day <= today + 1; day++) {
      days.add(day);
    }
    var rows = new HashMap<Key, ByteBuffer>();
    for (var row : tables.query(ROWS, user, days)) {
      var conversation = Objects.requireNonNull(row.getUuid("conversation_id"));
      var event = Objects.requireNonNull(row.getByteBuffer("event"));
      rows.put(new Key(conversation, row.getLong("seq")), event);
    }
    return rows;
  }

  private static Instant time(ByteBuffer event) {
    try {
      return Instant.ofEpochMilli(Event.parseFrom(event.duplicate()).getTime());
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException("derived, but no event", impossible);
    }
  }

  private static String place(UUID user, Key key) {
    return "inbox (user_id %s, conversation_id %s, seq %d)"
        .formatted(user, key.conversation(), key.seq());
  }
}
