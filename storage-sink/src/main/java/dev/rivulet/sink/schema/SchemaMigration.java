package dev.rivulet.sink.schema;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import dev.rivulet.runtime.Logging;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.sink.store.Cassandra;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A one-shot job: makes the keyspace and brings its tables to the version this code knows.
///
/// Every statement says "if not exists" and the version is recorded after the last one of a step,
/// so a job that was interrupted is started again. One job at a time: Cassandra does not order
/// changes of tables that come from two sides.
public final class SchemaMigration {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);
  private static final String VERSION_TABLE =
      "CREATE TABLE IF NOT EXISTS schema_version (id int PRIMARY KEY, version int)";

  private final CqlSession session;
  private final SchemaConfig config;

  private SchemaMigration(CqlSession session, SchemaConfig config) {
    this.session = session;
    this.config = config;
  }

  public static void main(String[] args) {
    Logging.install();
    try {
      migrate(Configuration.load(SchemaConfig.class));
    } catch (ConfigurationException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(ServiceFailure.MISCONFIGURED);
    } catch (ServiceFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(failure.exitCode());
    }
  }

  /// With one copy of each row.
  public static void migrate(CassandraConfig cassandra) {
    migrate(new SchemaConfig(1, Duration.ofSeconds(60), cassandra));
  }

  public static void migrate(SchemaConfig config) {
    try (var session = Cassandra.connectToMigrate(config.cassandra(), config.startTimeout())) {
      new SchemaMigration(session, config).run();
    }
  }

  private void run() {
    session.execute(
        "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': '%s', '%s': %d}"
            .formatted(
                config.cassandra().keyspace(),
                "NetworkTopologyStrategy",
                config.cassandra().localDatacenter(),
                config.replicationFactor()));
    execute(VERSION_TABLE);
    int present = version();
    if (present > Migration.LATEST) {
      throw SchemaVersion.newer(present);
    }
    Migration.all().stream().filter(step -> step.version() > present).forEach(this::apply);
    LOG.info("keyspace {} is at version {}", config.cassandra().keyspace(), Migration.LATEST);
  }

  private int version() {
    var row = execute(SchemaVersion.SELECT).one();
    return row == null ? 0 : row.getInt("version");
  }

  private void apply(Migration step) {
    step.statements().forEach(this::execute);
    execute("INSERT INTO schema_version (id, version) VALUES (1, %d)".formatted(step.version()));
    LOG.info("migration {} applied", step.name());
  }

  private ResultSet execute(String cql) {
    var keyspace = CqlIdentifier.fromInternal(config.cassandra().keyspace());
    return session.execute(SimpleStatement.newInstance(cql).setKeyspace(keyspace));
  }
}
