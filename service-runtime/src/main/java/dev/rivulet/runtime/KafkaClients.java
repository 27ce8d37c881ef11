package dev.rivulet.runtime;

import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The effective client settings, each chosen against Kafka 4's default for a chat: a record goes
/// out at once when the wire is idle, and a broker that is away is noticed in seconds, not minutes.
/// Keys and values are bytes everywhere; callers add what is theirs alone (`transactional.id`,
/// offsets reset).
public final class KafkaClients {
  private static final int PRODUCER_MEMORY_BYTES = 32 << 20;
  private static final int BATCH_BYTES = 64 << 10;

  private KafkaClients() {}

  /// An idempotent producer that trades nothing for latency while idle and batches by itself while
  /// busy.
  public static Properties producer(KafkaConfig config, String clientId) {
    Properties properties = connection(config, clientId);
    set(properties, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    set(properties, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    set(properties, ProducerConfig.ACKS_CONFIG, "all");
    set(properties, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Kafka 4 waits 5 ms for company by default: the largest part of a message's way through us.
    set(properties, ProducerConfig.LINGER_MS_CONFIG, 0);
    // One request in flight: while it is away records pile up behind it and leave as one batch, so
    // a
    // busy broker sees few large requests though nobody lingers.
    set(properties, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    set(properties, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    set(properties, ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_MEMORY_BYTES);
    // A client waits for the answer: two tries of a request, then it is told to send again.
    set(properties, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    set(properties, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
    set(properties, ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    // One chat message alone does not shrink, and the broker unpacks every packed batch to check
    // it.
    set(properties, ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    return properties;
  }

  /// A consumer for partitions that the caller assigns and positions itself.
  ///
  /// Without a position it fails instead of guessing one: skipping to either end would lose or
  /// repeat.
  public static Properties consumer(KafkaConfig config, String clientId, IsolationLevel isolation) {
    Properties properties = connection(config, clientId);
    set(properties, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    set(properties, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    String level = isolation.name().toLowerCase(Locale.ROOT);
    set(properties, ConsumerConfig.ISOLATION_LEVEL_CONFIG, level);
    set(properties, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    set(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // A misspelt topic is an error, not a new topic with the broker's default partitions.
    set(properties, ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    set(properties, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    // The classic protocol: the newer one has the broker's minimum of 45 s before the partitions of
    // a
    // killed member move on; 6 s is the least the classic one allows.
    set(properties, ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    set(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    set(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    set(properties, ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    set(properties, ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    return properties;
  }

  /// The same as a member of a group.
  public static Properties groupConsumer(
      KafkaConfig config, String clientId, String groupId, IsolationLevel isolation) {
    Properties properties = consumer(config, clientId, isolation);
    set(properties, ConsumerConfig.GROUP_ID_CONFIG, groupId);
    return properties;
  }

  public static Properties admin(KafkaConfig config, String clientId) {
    Properties properties = connection(config, clientId);
    set(properties, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    set(properties, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    return properties;
  }

  /// Addresses and security alone, for clients whose other settings are made elsewhere (Kafka
  /// Streams).
  public static Properties connection(KafkaConfig config, String clientId) {
    Properties properties = new Properties();
    set(
        properties,
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        String.join(",", config.bootstrapServers()));
    set(properties, CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    set(properties, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, config.securityProtocol().name());
    config.saslMechanism().ifPresent(it -> set(properties, SaslConfigs.SASL_MECHANISM, it));
    config.saslJaasConfig().ifPresent(it -> set(properties, SaslConfigs.SASL_JAAS_CONFIG, it));
    config.sslTruststoreLocation().ifPresent(it -> trust(properties, config, it.toString()));
    return properties;
  }

  private static void trust(Properties properties, KafkaConfig config, String location) {
    set(properties, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, location);
    set(properties, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, config.sslTruststoreType());
    config
        .sslTruststorePassword()
        .ifPresent(it -> set(properties, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, it));
  }

  /// Text throughout, so that the properties can be compared, printed and written to a file.
  private static void set(Properties properties, String key, Object value) {
    properties.setProperty(
        key, value instanceof Class<?> type ? type.getName() : String.valueOf(value));
  }
}
