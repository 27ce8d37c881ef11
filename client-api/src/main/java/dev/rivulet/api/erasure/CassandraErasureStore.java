package dev.rivulet.api.erasure;

import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The table `erasures`.
final class CassandraErasureStore implements ErasureStore {
  private static final Query INSERT =
      Query.conditional(
          "erasure-insert",
          "INSERT INTO erasures (user_id, device_id, handle, asked_at, leased_until)"
              + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
  private static final Query SOME =
      Query.idempotent(
          "erasures",
          "SELECT user_id, device_id, handle, asked_at, leased_until FROM erasures LIMIT 100");
  private static final Query LEASE =
      Query.conditional(
          "erasure-lease",
          "UPDATE erasures SET leased_until = ? WHERE user_id = ? IF leased_until = ?");
  private static final Query DONE =
      Query.conditional("erasure-done", "DELETE FROM erasures WHERE user_id = ? IF EXISTS");

  private final Database database;

  CassandraErasureStore(Database database) {
    this.database = database;
  }

  @Override
  public void insert(Erasure erasure) {
    database.applied(
        INSERT,
        erasure.user(),
        erasure.device(),
        erasure.handle(),
        erasure.askedAt(),
        erasure.leasedUntil());
  }

  @Override
  public List<Erasure> some() {
    return database.rows(SOME).stream()
        .map(
            row ->
                new Erasure(
                    row.getUuid("user_id"),
                    row.getUuid("device_id"),
                    row.getString("handle"),
                    row.getInstant("asked_at"),
                    row.getInstant("leased_until")))
        .toList();
  }

  @Override
  public boolean lease(Erasure expected, Instant until) {
    return database.applied(LEASE, until, expected.user(), expected.leasedUntil());
  }

  @Override
  public void done(UUID user) {
    database.applied(DONE, user);
  }
}
