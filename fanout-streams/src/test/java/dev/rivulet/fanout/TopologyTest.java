package dev.rivulet.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.Position;
import dev.rivulet.router.RouterMeters;
import dev.rivulet.router.RouterTopology;
import dev.rivulet.router.StartPosition;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/// The names in a topology are those of stores, changelogs and groups: a change moves state. The
/// rendered topologies are checked in; `-Drivulet.record` writes them anew.
class TopologyTest {
  private static final Path RENDERED = Path.of("src/test/resources/dev/rivulet/fanout");

  @Test
  void fanoutTopologyIsTheOneThatIsCheckedIn() throws IOException {
    var meters = new DecisionMeters(new SimpleMeterRegistry());
    compare("fanout-topology.txt", fanout(kafka(), meters));
  }

  @Test
  void routerTopologyIsTheOneThatIsCheckedIn() throws IOException {
    var meters = new RouterMeters(new SimpleMeterRegistry());
    var topology = RouterTopology.build(kafka(), new Beginning(), meters, 1_000);
    compare("router-topology.txt", topology);
  }

  private static final class Beginning implements StartPosition {
    @Override
    public Position of(int inboxPartition) {
      return Position.getDefaultInstance();
    }

    @Override
    public void bigMembers(int inboxPartition, Consumer<byte[]> values) {
      // There is nothing yet.
    }
  }

  private static void compare(String file, Topology topology) throws IOException {
    var rendered = topology.describe().toString();
    if (System.getProperty("rivulet.record") != null) {
      Files.writeString(RENDERED.resolve(file), rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(RENDERED.resolve(file)));
  }

  static Topology fanout(KafkaConfig kafka, DecisionMeters meters) {
    var typing = new TypingMeters(new SimpleMeterRegistry());
    return FanoutTopology.build(kafka, meters, typing, Duration.ofSeconds(2));
  }

  static KafkaConfig kafka() {
    return Configuration.load(
        KafkaConfig.class,
        Map.of(
            "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
            "RIVULET_KAFKA_CONVERSATION_PARTITIONS", "1",
            "RIVULET_KAFKA_USER_PARTITIONS", "1"),
        null);
  }
}
