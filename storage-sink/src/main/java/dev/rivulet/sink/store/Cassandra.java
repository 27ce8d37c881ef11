package dev.rivulet.sink.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.time.ServerSideTimestampGenerator;
import dev.rivulet.runtime.Backoff;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.ServiceFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Opens sessions with the settings that a writer of our tables needs.
public final class Cassandra {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RECONNECT_FIRST = Duration.ofMillis(200);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(2);

  private Cassandra() {}

  /// A session in the keyspace, waiting for Cassandra and the keyspace as long as is given.
  public static CqlSession connect(CassandraConfig config, Duration patience) {
    return open(config, patience, config.requestTimeout(), true);
  }

  /// A session in no keyspace, with time for statements that change tables.
  public static CqlSession connectToMigrate(CassandraConfig config, Duration patience) {
    return open(config, patience, Duration.ofSeconds(30), false);
  }

  private static CqlSession open(
      CassandraConfig config, Duration patience, Duration requestTimeout, boolean inKeyspace) {
    var backoff = new Backoff(RECONNECT_FIRST, RECONNECT_MAX, ThreadLocalRandom.current());
    long began = System.nanoTime();
    while (true) {
      try {
        return builder(config, requestTimeout, inKeyspace).build();
      } catch (AllNodesFailedException | InvalidKeyspaceException notYet) {
        if (System.nanoTime() - began > patience.toNanos()) {
          throw ServiceFailure.unavailable(away(config, notYet), notYet);
        }
      }
      pause(backoff.next());
    }
  }

  private static com.datastax.oss.driver.api.core.CqlSessionBuilder builder(
      CassandraConfig config, Duration requestTimeout, boolean inKeyspace) {
    var builder =
        CqlSession.builder()
            .withConfigLoader(settings(config, requestTimeout, inKeyspace))
            .addContactPoints(config.contactAddresses())
            .withLocalDatacenter(config.localDatacenter());
    if (inKeyspace) {
      builder.withKeyspace(config.keyspace());
    }
    if (config.username().isPresent() && config.password().isPresent()) {
      builder.withAuthCredentials(config.username().get(), config.password().get());
    }
    return builder;
  }

  private static DriverConfigLoader settings(
      CassandraConfig config, Duration requestTimeout, boolean inKeyspace) {
    return DriverConfigLoader.programmaticBuilder()
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, config.consistency().name())
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, requestTimeout)
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_TIMEOUT)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_TIMEOUT)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, CONNECT_TIMEOUT)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
        .withClass(
            DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS, ServerSideTimestampGenerator.class)
        // While tables are made nobody needs to know them, and waiting for news costs a second
        // each.
        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, inKeyspace)
        .withStringList(
            DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(config.keyspace()))
        .build();
  }

  private static String away(CassandraConfig config, RuntimeException cause) {
    return cause instanceof InvalidKeyspaceException
        ? "keyspace %s is missing: run the schema migration first".formatted(config.keyspace())
        : "Cassandra does not answer at %s: %s"
            .formatted(config.contactPoints(), cause.getMessage());
  }

  /// Waits; an interrupted starter gives up.
  public static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ServiceFailure.unavailable("interrupted while starting", stopped);
    }
  }
}
