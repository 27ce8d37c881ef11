package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/// Pins what is in effect after Kafka's own defaults and overrides, because a default that changes
/// with a version costs milliseconds per hop or minutes per outage and breaks nothing else.
class KafkaClientsTest {
  private static final KafkaConfig CONFIG =
      load(Map.of("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1,127.0.0.1:2"));

  @Test
  void aProducerSendsAtOnceAndGivesUpWithinSeconds() {
    Map<String, Object> values = effective(new ProducerConfig(KafkaClients.producer(CONFIG, "p")));

    assertThat(values)
        .containsEntry("client.id", "p")
        .containsEntry("acks", "-1")
        .containsEntry("enable.idempotence", true)
        .containsEntry("linger.ms", 0L)
        .containsEntry("max.in.flight.requests.per.connection", 1)
        .containsEntry("batch.size", 64 << 10)
        .containsEntry("buffer.memory", 32L << 20)
        .containsEntry("delivery.timeout.ms", 5_000)
        .containsEntry("request.timeout.ms", 2_000)
        .containsEntry("max.block.ms", 1_000L)
        .containsEntry("retries", Integer.MAX_VALUE)
        .containsEntry("compression.type", "none")
        .containsEntry("key.serializer", ByteArraySerializer.class)
        .containsEntry("value.serializer", ByteArraySerializer.class);
  }

  @Test
  void aConsumerNeverGuessesAPositionNorMakesATopic() {
    Map<String, Object> values =
        effective(
            new ConsumerConfig(KafkaClients.consumer(CONFIG, "c", IsolationLevel.READ_COMMITTED)));

    assertThat(values)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("allow.auto.create.topics", false)
        .containsEntry("fetch.min.bytes", 1)
        .hasEntrySatisfying("group.id", group -> assertThat(group).isNull())
        .containsEntry("key.deserializer", ByteArrayDeserializer.class)
        .containsEntry("value.deserializer", ByteArrayDeserializer.class);
  }

  @Test
  void aKilledMemberOfAGroupIsMissedAfterSixSeconds() {
    Map<String, Object> values =
        effective(
            new ConsumerConfig(
                KafkaClients.groupConsumer(CONFIG, "c", "g", IsolationLevel.READ_UNCOMMITTED)));

    assertThat(values)
        .containsEntry("group.id", "g")
        .containsEntry("group.protocol", "classic")
        .containsEntry("session.timeout.ms", 6_000)
        .containsEntry("heartbeat.interval.ms", 2_000)
        .containsEntry("isolation.level", "read_uncommitted");
  }

  @Test
  void anAdminWaitsTenSecondsAtMost() {
    Map<String, Object> values = effective(new AdminClientConfig(KafkaClients.admin(CONFIG, "a")));

    assertThat(values)
        .containsEntry("default.api.timeout.ms", 10_000)
        .containsEntry("request.timeout.ms", 5_000);
  }

  @Test
  void kafkaAcceptsTheSettings() {
    Properties consumer =
        KafkaClients.groupConsumer(CONFIG, "c", "g", IsolationLevel.READ_COMMITTED);
    try (var sending = new KafkaProducer<byte[], byte[]>(KafkaClients.producer(CONFIG, "p"));
        var receiving = new KafkaConsumer<byte[], byte[]>(consumer)) {
      assertThat(sending.metrics()).isNotEmpty();
      assertThat(receiving.assignment()).isEmpty();
    }
  }

  @Test
  void securityIsHandedOn() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "broker:9093");
    environment.put("RIVULET_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("RIVULET_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    environment.put("RIVULET_KAFKA_SASL_JAAS_CONFIG", "module required;");
    environment.put("RIVULET_KAFKA_SSL_TRUSTSTORE_LOCATION", "/etc/trust.pem");

    Properties properties = KafkaClients.connection(load(environment), "s");

    assertThat(properties)
        .hasSize(7)
        .containsEntry("bootstrap.servers", "broker:9093")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("sasl.jaas.config", "module required;")
        .containsEntry("ssl.truststore.location", "/etc/trust.pem")
        .containsEntry("ssl.truststore.type", "PEM");
  }

  private static Map<String, Object> effective(AbstractConfig config) {
    return new HashMap<>(config.values());
  }

  private static KafkaConfig load(Map<String, String> environment) {
    return Configuration.load(KafkaConfig.class, environment, null);
  }
}
