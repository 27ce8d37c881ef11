package dev.rivulet.sink;

import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.time.Duration;
import java.util.Optional;

/// Configuration of the storage sink.
@Section("sink")
public record SinkConfig(
    @Doc("Requests to Cassandra under way at once") @Default("256") int writesInFlightMax,
    @Doc("Records taken from Kafka at once") @Default("1000") int recordsPerPollMax,
    @Doc("How often offsets are committed; what is stored twice after a kill") @Default("500ms")
        Duration commitInterval,
    @Doc("How long Cassandra or Kafka may be away before the process ends") @Default("60s")
        Duration outageMax,
    @Doc("How long to wait at the start for servers, topics and the schema") @Default("60s")
        Duration startTimeout,
    @Doc(
            "A name this instance keeps over restarts and no other has: it then gets its partitions"
                + " back at once")
        Optional<String> instanceId,
    KafkaConfig kafka,
    CassandraConfig cassandra,
    AdminConfig admin) {

  public SinkConfig {
    Require.between("writes-in-flight-max", writesInFlightMax, 1, 1024);
    Require.between("records-per-poll-max", recordsPerPollMax, 1, 10_000);
    Require.positive("commit-interval", commitInterval);
    // A Kafka request alone may take two seconds.
    Require.between("outage-max (in ms)", outageMax.toMillis(), 3_000, 600_000);
    Require.positive("start-timeout", startTimeout);
  }
}
