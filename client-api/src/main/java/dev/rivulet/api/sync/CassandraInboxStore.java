package dev.rivulet.api.sync;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The tables `inbox` and `sink_progress`.
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
