package dev.rivulet.api.conversation;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The table `conversations_by_user`.
public final class CassandraPlaceStore implements PlaceStore {
  private static final String COLUMNS =
      "SELECT conversation_id, visible_from, left_at, role, muted, blocked"
          + " FROM conversations_by_user WHERE user_id = ?";
  private static final Query ALL = Query.idempotent("conversations", COLUMNS);
  private static final Query ONE =
      Query.idempotent("conversation", COLUMNS + " AND conversation_id = ?");

  private final Database database;

  public CassandraPlaceStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Place> all(UUID user) {
    return database.rows(ALL, user).stream().flatMap(row -> place(row).stream()).toList();
  }

  @Override
  public Optional<Place> find(UUID user, UUID conversation) {
    return database.row(ONE, user, conversation).flatMap(CassandraPlaceStore::place);
  }

  @Override
  public Map<UUID, Place> find(Map<UUID, UUID> conversations) {
    Map<UUID, Place> found = new HashMap<>();
    database
        .each(ONE, conversations.keySet(), user -> new Object[] {user, conversations.get(user)})
        .forEach((user, row) -> place(row).ifPresent(place -> found.put(user, place)));
    return found;
  }

  /// A row whose beginning is not stored yet is no membership yet.
  private static Optional<Place> place(Row row) {
    return row.isNull("visible_from")
        ? Optional.empty()
        : Optional.of(
            new Place(
                row.getUuid("conversation_id"),
                row.getLong("visible_from"),
                row.getLong("left_at"),
                MemberRole.stored(row.getByte("role")),
                row.getBoolean("muted"),
                row.getBoolean("blocked")));
  }
}
