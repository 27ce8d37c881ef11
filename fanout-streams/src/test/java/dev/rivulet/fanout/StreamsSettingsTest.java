package dev.rivulet.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.AdminConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/// Pins what the clients inside Kafka Streams are really told: each default that is not overridden
/// here costs more latency, or a longer outage after a kill, than the design allows.
class StreamsSettingsTest {
  private static final Properties FANOUT =
      StreamsSettings.fanout(
          new FanoutConfig(
              Path.of("state"),
              1,
              Duration.ofMillis(100),
              Duration.ofSeconds(8),
              Duration.ofSeconds(2),
              1,
              Optional.of("fanout-2"),
              TopologyTest.kafka(),
              new AdminConfig("127.0.0.1", 0)));
  private static final Properties ROUTER =
      StreamsSettings.router(
          TopologyTest.kafka(),
          Path.of("state"),
          1,
          Duration.ofSeconds(1),
          Optional.of("router-2"));

  @Test
  void recordsLeaveAtOnceWhenIdleAndPileUpWhenBusy() {
    for (var settings : new Properties[] {FANOUT, ROUTER}) {
      assertThat(producer(settings))
          .containsEntry("linger.ms", 0)
          .containsEntry("max.in.flight.requests.per.connection", 1)
          .containsEntry("acks", "all");
    }
  }

  @Test
  void deciderCommitsEveryHundredMillisecondsExactlyOnce() {
    var config = new StreamsConfig(FANOUT);
    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(100);
    assertThat(config.getInt("num.standby.replicas")).isEqualTo(1);
    assertThat(producer(FANOUT)).containsEntry("transaction.timeout.ms", 8_000);
    assertThat(consumer(FANOUT)).containsEntry("isolation.level", "read_committed");
  }

  @Test
  void routerReadsWhatIsNotCommittedAndCommitsEverySecond() {
    var config = new StreamsConfig(ROUTER);
    assertThat(config.getString("processing.guarantee")).isEqualTo("at_least_once");
    assertThat(config.getLong("commit.interval.ms")).isEqualTo(1_000);
    assertThat(consumer(ROUTER)).containsEntry("isolation.level", "read_uncommitted");
  }

  @Test
  void deadInstanceIsNoticedWithinSixSeconds() {
    for (var settings : new Properties[] {FANOUT, ROUTER}) {
      assertThat(consumer(settings))
          .containsEntry("session.timeout.ms", 6_000)
          .containsEntry("heartbeat.interval.ms", 2_000);
    }
  }

  @Test
  void restartedInstanceTakesItsOwnPlace() {
    assertThat(consumer(FANOUT)).containsEntry("group.instance.id", "fanout-2-0");
    assertThat(consumer(ROUTER)).containsEntry("group.instance.id", "router-2-0");
  }

  @Test
  void silentTopicHoldsNothingBack() {
    for (var settings : new Properties[] {FANOUT, ROUTER}) {
      assertThat(new StreamsConfig(settings).getLong("max.task.idle.ms")).isEqualTo(-1);
    }
  }

  @Test
  void noProductionErrorIsSkipped() {
    for (var settings : new Properties[] {FANOUT, ROUTER}) {
      assertThat(new StreamsConfig(settings).getClass("production.exception.handler").getName())
          .isEqualTo("org.apache.kafka.streams.errors.DefaultProductionExceptionHandler");
    }
  }

  private static Map<String, Object> producer(Properties settings) {
    return new StreamsConfig(settings).getProducerConfigs("client");
  }

  private static Map<String, Object> consumer(Properties settings) {
    return new StreamsConfig(settings).getMainConsumerConfigs("group", "client", 0);
  }
}
