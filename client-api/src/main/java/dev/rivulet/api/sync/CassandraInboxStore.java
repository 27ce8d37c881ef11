package dev.rivulet.api.sync;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The tables `inbox`, `big_heads` and `sink_progress`.
public final class CassandraInboxStore implements InboxStore {
  private static final Query PROGRESS =
      Query.idempotent(
          "progress",
          "SELECT next_offset FROM sink_progress"
              + " WHERE topic = ? AND partition = ? AND generation = ?");
  private static final Query ROWS =
      Query.idempotent(
          "inbox",
          "SELECT offset, event FROM inbox WHERE user_id = ? AND day = ? AND generation = ?"
              + " AND offset >= ? AND offset < ? LIMIT ?");
  private static final Query BIG_HEADS =
      Query.idempotent(
          "big-heads",
          "SELECT conversation_id, offset, seq FROM big_heads"
              + " WHERE inbox_partition = ? AND generation = ? AND conversation_id IN ?");

  /// Conversations that one statement asks for; all lie in one partition of the table.
  private static final int HEADS_AT_ONCE = 100;

  private static final int DAY_BYTES_MAX = 4 << 20;

  private final Database database;

  public CassandraInboxStore(Database database) {
    this.database = database;
  }

  @Override
  public long progress(int partition, int generation) {
    return database
        .row(PROGRESS, Topic.INBOX.shortName(), partition, generation)
        .map(row -> row.getLong("next_offset"))
        .orElse(0L);
  }

  @Override
  public Map<UUID, BigHead> bigHeads(
      int partition, int generation, Collection<UUID> conversations) {
    List<UUID> all = List.copyOf(conversations);
    Map<UUID, BigHead> heads = new HashMap<>();
    for (int at = 0; at < all.size(); at += HEADS_AT_ONCE) {
      List<UUID> some = all.subList(at, Math.min(all.size(), at + HEADS_AT_ONCE));
      for (Row row : database.rows(BIG_HEADS, partition, generation, some)) {
        heads.put(
            row.getUuid("conversation_id"), new BigHead(row.getLong("offset"), row.getLong("seq")));
      }
    }
    return heads;
  }

  @Override
  public Day rows(UUID user, int day, Offsets offsets, int limit) {
    List<InboxRow> rows = new ArrayList<>();
    int[] bytes = {0};
    database.scan(
        ROWS,
        row -> {
          InboxRow read = row(row);
          rows.add(read);
          bytes[0] += read.event().getSerializedSize();
          return bytes[0] < DAY_BYTES_MAX;
        },
        user,
        day,
        offsets.generation(),
        offsets.from(),
        offsets.to(),
        limit);
    return new Day(rows, rows.size() >= limit || bytes[0] >= DAY_BYTES_MAX);
  }

  private static InboxRow row(Row row) {
    try {
      return new InboxRow(row.getLong("offset"), Event.parseFrom(row.getByteBuffer("event")));
    } catch (InvalidProtocolBufferException storedByTheSink) {
      throw new IllegalStateException(storedByTheSink);
    }
  }
}
