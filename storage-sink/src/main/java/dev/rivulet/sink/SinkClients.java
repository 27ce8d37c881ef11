package dev.rivulet.sink;

import dev.rivulet.runtime.KafkaClients;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/// The sink's own deviations from the settings all services share.
final class SinkClients {
  private static final int FETCH_BYTES_MAX = 8 << 20;
  private static final Duration REBALANCE_SLACK = Duration.ofSeconds(30);

  private SinkClients() {}

  static Properties consumer(SinkConfig config, String clientId, String group) {
    var properties =
        KafkaClients.groupConsumer(config.kafka(), clientId, group, IsolationLevel.READ_COMMITTED);
    set(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.recordsPerPollMax());
    set(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
    // A batch may take as long as an outage lasts before this process ends by itself.
    var longest = config.outageMax().plus(REBALANCE_SLACK);
    set(properties, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, longest.toMillis());
    config
        .instanceId()
        .ifPresent(id -> set(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    return properties;
  }

  /// Nobody waits for the answer as a client does, so it has as long as an outage may last.
  static Properties producer(SinkConfig config, String clientId) {
    var properties = KafkaClients.producer(config.kafka(), clientId);
    long longest = config.outageMax().toMillis();
    set(properties, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, longest);
    set(properties, ProducerConfig.MAX_BLOCK_MS_CONFIG, longest);
    return properties;
  }

  private static void set(Properties properties, String key, Object value) {
    properties.setProperty(key, String.valueOf(value));
  }
}
