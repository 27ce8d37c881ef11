package dev.rivulet.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkClientsTest {
  @Test
  void theConsumerTakesCommittedRecordsAloneAndGuessesNoOffset() {
    assertThat(SinkClients.consumer(config(Map.of()), "sink-events", "storage-sink-events"))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("group.id", "storage-sink-events")
        .containsEntry("group.protocol", "classic")
        .containsEntry("session.timeout.ms", "6000")
        .containsEntry("max.poll.records", "1000")
        .doesNotContainKey("group.instance.id");
  }

  @Test
  void aBatchMayTakeAsLongAsAnOutageMayLast() {
    var properties =
        SinkClients.consumer(config(Map.of("RIVULET_SINK_OUTAGE_MAX", "5m")), "c", "g");

    assertThat(properties).containsEntry("max.poll.interval.ms", "330000");
  }

  @Test
  void anInstanceWithANameKeepsItsPlaceInTheGroup() {
    var config = config(Map.of("RIVULET_SINK_INSTANCE_ID", "sink-1"));

    assertThat(SinkClients.consumer(config, "c", "g")).containsEntry("group.instance.id", "sink-1");
  }

  @Test
  void theProducerTriesAsLongAsAnOutageMayLast() {
    assertThat(SinkClients.producer(config(Map.of()), "c"))
        .containsEntry("acks", "all")
        .containsEntry("linger.ms", "0")
        .containsEntry("delivery.timeout.ms", "60000")
        .containsEntry("max.block.ms", "60000");
  }

  @Test
  void aBoundThatCannotWorkIsRefused() {
    assertThatThrownBy(() -> config(Map.of("RIVULET_SINK_OUTAGE_MAX", "1s")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("outage-max");
    assertThatThrownBy(() -> config(Map.of("RIVULET_SINK_WRITES_IN_FLIGHT_MAX", "0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("writes-in-flight-max");
  }

  private static SinkConfig config(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
    environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", "127.0.0.1:9042");
    return Configuration.load(SinkConfig.class, environment, null);
  }
}
