package dev.rivulet.sink.schema;

import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.time.Duration;

/// Configuration of the job that makes the keyspace and its tables.
@Section("schema")
public record SchemaConfig(
    @Doc("Copies of each row in the local datacentre, when the keyspace is made") @Default("1")
        int replicationFactor,
    @Doc("Longest wait for Cassandra to answer") @Default("60s") Duration startTimeout,
    CassandraConfig cassandra) {

  public SchemaConfig {
    Require.positive("replication-factor", replicationFactor);
    Require.positive("start-timeout", startTimeout);
  }
}
