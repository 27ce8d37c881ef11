package dev.rivulet.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.sink.store.Cassandra;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SchemaMigrationIT {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir static Path directory;
  private static CassandraServer server;

  @BeforeAll
  static void startServer() {
    server = CassandraServer.start(CassandraServer.Options.in(directory));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void anInterruptedMigrationIsRunAgain() {
    var config = config("interrupted");
    SchemaMigration.migrate(config);
    try (var session = Cassandra.connect(config, LONG)) {
      session.execute("DROP TABLE sink_progress");
      session.execute("DROP TABLE schema_version");
      SchemaMigration.migrate(config);
      SchemaVersion.await(session, SHORT);
      assertThat(session.execute("SELECT * FROM sink_progress").all()).isEmpty();
    }
  }

  @Test
  void aNewerSchemaIsRefusedByTheJobAndByTheSink() {
    var config = config("newer");
    SchemaMigration.migrate(config);
    try (var session = Cassandra.connect(config, LONG)) {
      set(session, Migration.LATEST + 1);
      assertThatThrownBy(() -> SchemaMigration.migrate(config)).hasMessageContaining("newer");
      assertThatThrownBy(() -> SchemaVersion.await(session, LONG))
          .isInstanceOfSatisfying(
              ServiceFailure.class,
              it -> assertThat(it.exitCode()).isEqualTo(ServiceFailure.MISCONFIGURED));
    }
  }

  @Test
  void anOlderSchemaIsWaitedForAndThenRefused() {
    var config = config("older");
    SchemaMigration.migrate(config);
    try (var session = Cassandra.connect(config, LONG)) {
      set(session, Migration.LATEST - 1);
      assertThatThrownBy(() -> SchemaVersion.await(session, SHORT))
          .hasMessageContaining("run the schema migration first");
    }
  }

  @Test
  void aMissingKeyspaceIsNamed() {
    assertThatThrownBy(() -> Cassandra.connect(config("missing"), SHORT))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("keyspace missing is missing");
  }

  private static void set(CqlSession session, int version) {
    session.execute("UPDATE schema_version SET version = %d WHERE id = 1".formatted(version));
  }

  private static CassandraConfig config(String keyspace) {
    return Configuration.load(
        CassandraConfig.class,
        Map.of(
            "RIVULET_CASSANDRA_CONTACT_POINTS",
            server.contactPoint(),
            "RIVULET_CASSANDRA_KEYSPACE",
            keyspace,
            "RIVULET_CASSANDRA_REQUEST_TIMEOUT",
            "60s"),
        null);
  }
}
