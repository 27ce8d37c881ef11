package dev.rivulet.api.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Keeps a session open and a flag true to whether it can be used: the nodes answer and the tables
/// are of the version this service knows. With another version it stays up and refuses.
public final class CassandraConnection implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(CassandraConnection.class));
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(5);
  private static final int QUEUE_MAX = 2048;
  private static final String VERSION_CQL = "SELECT version FROM schema_version WHERE id = 1";

  private final CassandraConfig config;
  private final int concurrentMax;
  private final Readiness.Flag flag;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable CqlSession session;
  private volatile boolean known;

  public CassandraConnection(CassandraConfig config, int concurrentMax, Readiness.Flag flag) {
    this.config = config;
    this.concurrentMax = concurrentMax;
    this.flag = flag;
    Threads.start("cassandra-check", this::run);
  }

  /// The session, unless the tables are missing or unknown. A node that is away for a moment does
  /// not empty it: the driver knows best and each statement has its time limit.
  public Optional<CqlSession> session() {
    return known ? Optional.ofNullable(session) : Optional.empty();
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
      judge(row == null ? 0 : row.getInt("version"));
    } catch (QueryValidationException e) {
      known = false;
      flag.down("schema-missing");
      LOG.warn("schema", "the tables are not there: {}", e.toString());
    } catch (DriverException | IllegalStateException e) {
      flag.down("cassandra-away");
      LOG.warn("away", "cassandra does not answer: {}", e.toString());
    }
  }

  private void judge(int version) {
    known = version == Migration.LATEST;
    if (known) {
      flag.up();
    } else {
      flag.down(version == 0 ? "schema-missing" : "schema-unknown");
      LOG.warn("schema", "tables of version {}, known is {}", version, Migration.LATEST);
    }
  }

  private CqlSession open() {
    opening.lock();
    try {
      CqlSession open = session;
      if (stop.getCount() == 0) {
        throw new IllegalStateException("closed");
      }
      if (open == null) {
        open = connect();
        session = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
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
        .withString(DefaultDriverOption.SESSION_NAME, "client-api")
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, config.requestTimeout())
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, config.consistency().name())
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, INIT_TIMEOUT)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, INIT_TIMEOUT)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
        .withClass(
            DefaultDriverOption.REQUEST_THROTTLER_CLASS, ConcurrencyLimitingRequestThrottler.class)
        .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, concurrentMax)
        .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, QUEUE_MAX)
        .build();
  }

  @Override
  public void close() {
    stop.countDown();
    opening.lock();
    try {
      if (session != null) {
        session.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
