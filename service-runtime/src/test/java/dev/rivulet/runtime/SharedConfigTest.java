package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The records that several services share.
class SharedConfigTest {
  private static final Map<String, String> KAFKA =
      Map.of("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092,127.0.0.1:9093");
  private static final Map<String, String> CASSANDRA =
      Map.of("RIVULET_CASSANDRA_CONTACT_POINTS", "127.0.0.1:9042,[::1]:9043");

  @Test
  void kafkaNeedsOnlyItsAddresses() {
    KafkaConfig kafka = Configuration.load(KafkaConfig.class, KAFKA, null);

    assertThat(kafka.bootstrapServers()).containsExactly("127.0.0.1:9092", "127.0.0.1:9093");
    assertThat(kafka.topic("commands")).isEqualTo("rivulet.commands");
    assertThat(kafka.conversationPartitions()).isEqualTo(8);
    assertThat(kafka.userPartitions()).isEqualTo(8);
    assertThat(kafka.deliveryPartitions()).isEqualTo(16);
    assertThat(kafka.replicationFactor()).isEqualTo(1);
    assertThat(kafka.minInsyncReplicas()).isEqualTo(1);
  }

  @Test
  void moreCopiesCannotBeAskedForThanThereAre() {
    refuses(
        KafkaConfig.class,
        Map.of(
            "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "a:1",
            "RIVULET_KAFKA_MIN_INSYNC_REPLICAS", "2"),
        "kafka: min-insync-replicas 2 is above replication-factor 1");
  }

  @Test
  void anAddressWithoutAPortIsRefused() {
    refuses(
        KafkaConfig.class,
        Map.of("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "broker"),
        "kafka: bootstrap-servers \"broker\" is not host:port");
  }

  @Test
  void cassandraNeedsOnlyItsAddresses() {
    CassandraConfig cassandra = Configuration.load(CassandraConfig.class, CASSANDRA, null);

    assertThat(cassandra.contactAddresses())
        .extracting(address -> address.getAddress().isLoopbackAddress(), a -> a.getPort())
        .containsExactly(tuple(true, 9042), tuple(true, 9043));
    assertThat(cassandra.localDatacenter()).isEqualTo("datacenter1");
    assertThat(cassandra.keyspace()).isEqualTo("rivulet");
    assertThat(cassandra.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(cassandra.consistency()).isEqualTo(CassandraConfig.Consistency.LOCAL_QUORUM);
  }

  @Test
  void aPasswordWithoutANameIsRefused() {
    refuses(
        CassandraConfig.class,
        Map.of("RIVULET_CASSANDRA_CONTACT_POINTS", "a:1", "RIVULET_CASSANDRA_PASSWORD", "sesame"),
        "cassandra: username and password are given only together");
  }

  @Test
  void redisPrintsNoPassword() {
    RedisConfig redis =
        Configuration.load(
            RedisConfig.class, Map.of("RIVULET_REDIS_URI", "redis://:sesame@127.0.0.1:1"), null);

    assertThat(redis.toString())
        .isEqualTo("{redis.request-queue-max=1000, redis.timeout=250ms, redis.uri=(hidden)}");
  }

  @Test
  void aRedisAddressWithAnotherSchemeIsRefusedUnseen() {
    refuses(
        RedisConfig.class,
        Map.of("RIVULET_REDIS_URI", "http://:sesame@127.0.0.1:1"),
        "redis: uri does not begin with redis:// or rediss://");
  }

  private static void refuses(
      Class<? extends Record> type, Map<String, String> environment, String problem) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Configuration.load(type, environment, null))
        .withMessage("configuration: " + problem);
  }
}
