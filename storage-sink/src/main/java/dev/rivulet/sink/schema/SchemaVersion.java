package dev.rivulet.sink.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.store.Cassandra;
import java.time.Duration;

/// Which version the tables are at.
public final class SchemaVersion {
  static final String SELECT = "SELECT version FROM schema_version WHERE id = 1";

  private static final Duration RETRY = Duration.ofMillis(500);

  private SchemaVersion() {}

  /// Waits for the version this code knows as long as is given: a migration may be under way.
  public static void await(CqlSession session, Duration patience) {
    long began = System.nanoTime();
    while (true) {
      int present = presentOrZero(session);
      if (present == Migration.LATEST) {
        return;
      }
      if (present > Migration.LATEST) {
        throw newer(present);
      }
      if (System.nanoTime() - began > patience.toNanos()) {
        throw ServiceFailure.unavailable(
            "the schema is at version %d and this needs %d: run the schema migration first"
                .formatted(present, Migration.LATEST),
            null);
      }
      Cassandra.pause(RETRY);
    }
  }

  static ServiceFailure newer(int present) {
    return ServiceFailure.misconfigured(
        "the schema is at version %d and this knows %d only: use the newer release"
            .formatted(present, Migration.LATEST),
        null);
  }

  /// Zero while the table is missing or nobody answers: the caller's patience covers both.
  private static int presentOrZero(CqlSession session) {
    try {
      var row = session.execute(SELECT).one();
      return row == null ? 0 : row.getInt("version");
    } catch (DriverException noTableOrAway) {
      return 0;
    }
  }
}
