package dev.rivulet.fanout;

import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/// Effective settings of the two Kafka Streams applications. Several defaults of Streams each cost
/// more latency than everything else together; docs/decisions says which and how much.
public final class StreamsSettings {
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private StreamsSettings() {}

  /// Exactly once: the decider's state and what it writes commit together.
  public static Properties fanout(FanoutConfig config) {
    var settings = common(config.kafka(), Applications.FANOUT, config.stateDir(), config.threads());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) config.transactionTimeout().toMillis());
    member(settings, config.instanceId());
    return settings;
  }

  /// At least once, and reading what is not committed: a delivery may repeat, never wait.
  public static Properties router(
      KafkaConfig kafka,
      Path stateDir,
      int threads,
      Duration commitInterval,
      Optional<String> instanceId) {
    var settings = common(kafka, Applications.ROUTER, stateDir, threads);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
        "read_uncommitted");
    member(settings, instanceId);
    return settings;
  }

  /// A static member that is started again takes its own place at once; otherwise the group waits
  /// until the dead one's session times out. Whoever uses the same name is fenced.
  private static void member(Properties settings, Optional<String> instanceId) {
    instanceId.ifPresent(
        name ->
            settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), name));
  }

  private static Properties common(
      KafkaConfig kafka, String application, Path stateDir, int threads) {
    var settings = new Properties();
    settings.putAll(KafkaClients.connection(kafka, application));
    settings.remove("client.id");
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, kafka.topic(application));
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, kafka.replicationFactor());
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
        Integer.toString(kafka.minInsyncReplicas()));
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG), "false");
    settings.put(
        StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    settings.put(
        StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    // Another topic being silent must not hold back the one that is not.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
    producer(settings);
    consumer(settings);
    return settings;
  }

  private static void producer(Properties settings) {
    // Streams' own default of 100 ms is added to every hop.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    // One request in flight: idle, a record leaves at once; busy, records pile up behind it and go
    // in one batch, which costs the broker a hundredth of as many requests.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 16L << 20);
  }

  private static void consumer(Properties settings) {
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) HEARTBEAT.toMillis());
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 8 << 20);
  }
}
