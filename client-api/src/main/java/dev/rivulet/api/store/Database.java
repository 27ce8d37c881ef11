package dev.rivulet.api.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rivulet.api.http.Problem;
import dev.rivulet.runtime.RateLimitedLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Runs statements. Whatever goes wrong with one is the problem `unavailable`: the caller can do
/// nothing else about it, and the cause is logged here.
public final class Database {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Database.class));

  /// Statements that one request has in flight when it asks for many rows.
  private static final int BATCH = 64;

  private static final int SCAN_PAGE_ROWS = 64;

  private final Supplier<Optional<CqlSession>> session;
  private final ConsistencyLevel consistency;
  private final MeterRegistry registry;
  private final Map<Query, PreparedStatement> prepared = new ConcurrentHashMap<>();

  /// @param session the session, while the store is there and holds the tables we know
  public Database(
      Supplier<Optional<CqlSession>> session,
      ConsistencyLevel consistency,
      MeterRegistry registry) {
    this.session = session;
    this.consistency = consistency;
    this.registry = registry;
  }

  /// All rows, fetched page by page; for partitions with a known bound.
  public List<Row> rows(Query query, Object... values) {
    return timed(query, () -> run(query, values).all());
  }

  public Optional<Row> row(Query query, Object... values) {
    return timed(query, () -> Optional.ofNullable(run(query, values).one()));
  }

  public void write(Query query, @Nullable Object... values) {
    timed(query, () -> run(query, values));
  }

  /// Whether the conditional statement was applied.
  public boolean applied(Query query, Object... values) {
    return timed(query, () -> run(query, values).wasApplied());
  }

  /// Hands rows on as their pages arrive, until `more` says that it has enough.
  public void scan(Query query, Predicate<Row> more, Object... values) {
    timed(
        query,
        () -> {
          CqlSession open = open();
          ResultSet rows = open.execute(bind(open, query, values).setPageSize(SCAN_PAGE_ROWS));
          for (Row row : rows) {
            if (!more.test(row)) {
              break;
            }
          }
          return rows;
        });
  }

  /// The row of each key that has one; few at a time, so that one request cannot flood the store.
  public <K> Map<K, Row> each(Query query, Collection<K> keys, Function<K, Object[]> values) {
    return timed(query, () -> fetch(query, new ArrayList<>(keys), values));
  }

  private <K> Map<K, Row> fetch(Query query, List<K> keys, Function<K, Object[]> values) {
    CqlSession open = open();
    Map<K, Row> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += BATCH) {
      Map<K, CompletableFuture<AsyncResultSet>> batch = new HashMap<>();
      for (K key : keys.subList(from, Math.min(keys.size(), from + BATCH))) {
        batch.put(
            key, open.executeAsync(bind(open, query, values.apply(key))).toCompletableFuture());
      }
      batch.forEach(
          (key, result) ->
              Optional.ofNullable(result.join().one()).ifPresent(row -> found.put(key, row)));
    }
    return found;
  }

  private ResultSet run(Query query, @Nullable Object... values) {
    CqlSession open = open();
    return open.execute(bind(open, query, values));
  }

  private CqlSession open() {
    return session.get().orElseThrow(Problem::unavailable);
  }

  private BoundStatement bind(CqlSession open, Query query, @Nullable Object... values) {
    PreparedStatement statement = prepared.computeIfAbsent(query, it -> open.prepare(it.cql()));
    BoundStatement bound = statement.bind(values).setConsistencyLevel(consistency);
    return switch (query.kind()) {
      case IDEMPOTENT -> bound.setIdempotent(true);
      case CONDITIONAL ->
          bound
              .setIdempotent(false)
              .setSerialConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL);
      case SERIAL ->
          bound.setIdempotent(true).setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL);
    };
  }

  private <T> T timed(Query query, Supplier<T> work) {
    Timer.Sample sample = Timer.start(registry);
    String outcome = "failed";
    try {
      T result = work.get();
      outcome = "done";
      return result;
    } catch (DriverException | CompletionException e) {
      LOG.warn(query.name(), "statement {} failed: {}", query.name(), e.toString());
      throw Problem.unavailable();
    } finally {
      sample.stop(timer(query, outcome));
    }
  }

  private Timer timer(Query query, String outcome) {
    return Timer.builder("rivulet.api.cassandra")
        .description("Statements by name and outcome")
        .tag("statement", query.name())
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(5))
        .register(registry);
  }
}
