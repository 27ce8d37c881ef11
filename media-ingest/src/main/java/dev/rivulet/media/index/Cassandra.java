package dev.rivulet.media.index;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.media.http.Problem;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Keeps a session open and a flag true to whether the tables are there and of the version this
/// service knows. Whatever goes wrong with a statement is the problem `unavailable`.
public final class Cassandra implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Cassandra.class));
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(5);
  private static final int CONCURRENT_MAX = 128;
  private static final int QUEUE_MAX = 1024;
  private static final String VERSION_CQL = "SELECT version FROM schema_version WHERE id = 1";

  private final CassandraConfig config;
  private final Readiness.Flag flag;
  private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable CqlSession session;
  private volatile boolean known;

  public Cassandra(CassandraConfig config, Readiness.Flag flag) {
    this.config = config;
    this.flag = flag;
  }

  public void start() {
    Threads.start("cassandra-check", this::run);
  }

  private void run() {
    try {
      do {
        check();
      } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() {
    try {
      Row row = open().execute(SimpleStatement.newInstance(VERSION_CQL).setIdempotent(true)).one();
      int version = row == null ? 0 : row.getInt("version");
      known = version == Migration.LATEST;
      if (known) {
        flag.up();
      } else {
        flag.down(version == 0 ? "schema-missing" : "schema-unknown");
        LOG.warn("schema", "tables of version {}, known is {}", version, Migration.LATEST);
      }
    } catch (QueryValidationException e) {
      known = false;
      flag.down("schema-missing");
      LOG.warn("schema", "the tables are not there: {}", e.toString());
    } catch (DriverException | IllegalStateException e) {
      flag.down("cassandra-away");
      LOG.warn("away", "cassandra does not answer: {}", e.toString());
    }
  }

  private synchronized CqlSession open() {
    if (stop.getCount() == 0) {
      throw new IllegalStateException("closed");
    }
    CqlSession open = session;
    if (open == null) {
      open = connect();
      session = open;
    }
    return open;
  }

  private CqlSession connect() {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .addContactPoints(config.contactAddresses())
            .withLocalDatacenter(config.localDatacenter())
            .withKeyspace(config.keyspace())
            .withConfigLoader(settings());
    config
        .username()
        .ifPresent(name -> builder.withAuthCredentials(name, config.password().orElseThrow()));
    return builder.build();
  }

  private DriverConfigLoader settings() {
    return DriverConfigLoader.programmaticBuilder()
        .withString(DefaultDriverOption.SESSION_NAME, "media-ingest")
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, config.requestTimeout())
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, config.consistency().name())
        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, INIT_TIMEOUT)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, INIT_TIMEOUT)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
        .withClass(
            DefaultDriverOption.REQUEST_THROTTLER_CLASS, ConcurrencyLimitingRequestThrottler.class)
        .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, CONCURRENT_MAX)
        .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, QUEUE_MAX)
        .build();
  }

  /// Runs a statement that may be sent twice.
  ResultSet run(String cql, @Nullable Object... values) {
    return execute(true, cql, values);
  }

  /// Runs a lightweight transaction, once.
  ResultSet transact(String cql, @Nullable Object... values) {
    return execute(false, cql, values);
  }

  /// Reads what transactions have decided, those under way too.
  @Nullable Row decided(String cql, @Nullable Object... values) {
    try {
      BoundStatement bound = bind(cql, values).setIdempotent(true);
      return usable()
          .execute(bound.setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL))
          .one();
    } catch (DriverException e) {
      throw away(e);
    }
  }

  private ResultSet execute(boolean idempotent, String cql, @Nullable Object... values) {
    try {
      return usable().execute(bind(cql, values).setIdempotent(idempotent));
    } catch (DriverException e) {
      throw away(e);
    }
  }

  private BoundStatement bind(String cql, @Nullable Object... values) {
    CqlSession open = usable();
    return prepared.computeIfAbsent(cql, open::prepare).bind(values);
  }

  private CqlSession usable() {
    CqlSession open = session;
    if (open == null || !known) {
      throw Problem.unavailable();
    }
    return open;
  }

  private static Problem away(DriverException e) {
    LOG.warn("statement", "a statement failed: {}", e.toString());
    return Problem.unavailable();
  }

  @Override
  public synchronized void close() {
    stop.countDown();
    CqlSession open = session;
    if (open != null) {
      open.close();
    }
  }
}
