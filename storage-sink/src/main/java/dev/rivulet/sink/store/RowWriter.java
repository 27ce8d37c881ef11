package dev.rivulet.sink.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes rows with a bounded number of requests under way, and again while Cassandra is away,
/// until the outage has lasted too long. Safe for use by several threads, which share the bound.
public final class RowWriter {
  private final CqlSession session;
  private final Map<RowKind, PreparedStatement> prepared = new HashMap<>();
  private final Semaphore permits;
  private final Duration outageMax;
  private final AtomicInteger failing = new AtomicInteger();

  public RowWriter(
      CqlSession session, Collection<RowKind> kinds, int inFlightMax, Duration outageMax) {
    this.session = session;
    this.permits = new Semaphore(inFlightMax);
    this.outageMax = outageMax;
    for (RowKind kind : kinds) {
      prepared.put(kind, session.prepare(kind.cql()));
    }
  }

  /// Returns when all rows are stored.
  public void write(List<Row> rows) throws InterruptedException {
    begin(rows).await();
  }

  /// Sends all rows; they are stored once [Writing#await] has returned, and not before: nobody
  /// retries until then.
  public Writing begin(List<Row> rows) throws InterruptedException {
    List<Statement<?>> statements =
        Batches.of(rows).stream().<Statement<?>>map(this::statement).toList();
    return new Writing(session, permits, outageMax, failing, statements);
  }

  /// Whether what was asked of Cassandra last was done.
  public boolean isStoring() {
    return failing.get() == 0;
  }

  private Statement<?> statement(List<Row> batch) {
    if (batch.size() == 1) {
      return bind(batch.getFirst());
    }
    var builder = BatchStatement.builder(BatchType.UNLOGGED);
    batch.forEach(row -> builder.addStatement(bind(row)));
    return builder.setIdempotence(true).build();
  }

  private BoundStatement bind(Row row) {
    var statement = prepared.get(row.kind());
    if (statement == null) {
      throw new IllegalStateException("never prepared: " + row.kind().name());
    }
    return statement.bind(row.values().toArray()).setIdempotent(true);
  }
}
