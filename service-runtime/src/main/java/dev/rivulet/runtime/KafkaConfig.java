package dev.rivulet.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How to reach Kafka and how large its topics are; shared by every service.
///
/// Partition counts are fixed when the topics are created: a service that finds other counts
/// refuses to start, because every producer computes partitions from them.
@Section("kafka")
public record KafkaConfig(
    @Doc("Brokers to ask first, host:port each") List<String> bootstrapServers,
    @Doc("What every topic's name begins with") @Default("rivulet.") String topicPrefix,
    @Doc("How connections are secured") @Default("PLAINTEXT") SecurityProtocol securityProtocol,
    @Doc("SASL mechanism, for instance SCRAM-SHA-512") Optional<String> saslMechanism,
    @Doc("SASL login as a JAAS line") @Secret Optional<String> saslJaasConfig,
    @Doc("Certificates to trust; without it those of the JDK") Optional<Path> sslTruststoreLocation,
    @Doc("The trust store's format") @Default("PEM") String sslTruststoreType,
    @Doc("The trust store's password") @Secret Optional<String> sslTruststorePassword,
    @Doc("Copies of each partition of a topic we create") @Default("1") int replicationFactor,
    @Doc("Copies that must have a record before it counts as written") @Default("1")
        int minInsyncReplicas,
    @Doc("Partitions of topics keyed by conversation") @Default("8") int conversationPartitions,
    @Doc("Partitions of topics keyed by user") @Default("8") int userPartitions,
    @Doc("Partitions of the topic of deliveries, one per gateway slot") @Default("16")
        int deliveryPartitions) {

  /// Kafka's own names.
  public enum SecurityProtocol {
    PLAINTEXT,
    SSL,
    SASL_PLAINTEXT,
    SASL_SSL
  }

  public KafkaConfig {
    bootstrapServers = List.copyOf(bootstrapServers);
    Require.hostPorts("bootstrap-servers", bootstrapServers);
    Require.positive("replication-factor", replicationFactor);
    Require.positive("min-insync-replicas", minInsyncReplicas);
    Require.positive("conversation-partitions", conversationPartitions);
    Require.positive("user-partitions", userPartitions);
    Require.positive("delivery-partitions", deliveryPartitions);
    if (minInsyncReplicas > replicationFactor) {
      throw new IllegalArgumentException(
          "min-insync-replicas %d is above replication-factor %d"
              .formatted(minInsyncReplicas, replicationFactor));
    }
  }

  /// The same cluster with other topics.
  public KafkaConfig withTopicPrefix(String prefix) {
    return new KafkaConfig(
        bootstrapServers,
        prefix,
        securityProtocol,
        saslMechanism,
        saslJaasConfig,
        sslTruststoreLocation,
        sslTruststoreType,
        sslTruststorePassword,
        replicationFactor,
        minInsyncReplicas,
        conversationPartitions,
        userPartitions,
        deliveryPartitions);
  }

  /// The name of a topic on the broker.
  public String topic(String name) {
    return topicPrefix + name;
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
