package dev.rivulet.api.receipt;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The table `receipts`.
public final class CassandraWatermarkStore implements WatermarkStore {
  private static final String COLUMNS =
      "SELECT user_id, delivered, read, own_read, own_read_count FROM receipts"
          + " WHERE conversation_id = ?";
  private static final Query ALL = Query.idempotent("receipts", COLUMNS);
  private static final Query ONE = Query.idempotent("receipt", COLUMNS + " AND user_id = ?");

  private final Database database;

  public CassandraWatermarkStore(Database database) {
    this.database = database;
  }

  @Override
  public Map<UUID, Watermarks> of(UUID user, Collection<UUID> conversations) {
    Map<UUID, Watermarks> own = new HashMap<>();
    database
        .each(ONE, conversations, conversation -> new Object[] {conversation, user})
        .forEach((conversation, row) -> own.put(conversation, watermarks(row)));
    return own;
  }

  @Override
  public Map<UUID, Watermarks> all(UUID conversation) {
    Map<UUID, Watermarks> all = new HashMap<>();
    database
        .rows(ALL, conversation)
        .forEach(row -> all.put(row.getUuid("user_id"), watermarks(row)));
    return all;
  }

  /// A column that was never written counts as 0.
  private static Watermarks watermarks(Row row) {
    return new Watermarks(
        row.getLong("delivered"),
        row.getLong("read"),
        row.getLong("own_read"),
        row.getLong("own_read_count"));
  }
}
