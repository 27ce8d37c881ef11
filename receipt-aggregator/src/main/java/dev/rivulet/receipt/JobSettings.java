package dev.rivulet.receipt;

import java.util.Properties;

/// Where the job reads and writes.
///
/// @param clients what any Kafka client needs to connect: addresses and security
/// @param topicPrefix what every topic's name begins with
/// @param conversationPartitions of topics keyed by conversation, as they are on the brokers
/// @param userPartitions of topics keyed by user, as they are on the brokers
/// @param coalesceMillis senders in a group are told at most once in this time
record JobSettings(
    Properties clients,
    String topicPrefix,
    int conversationPartitions,
    int userPartitions,
    long coalesceMillis) {
  static final long COALESCE_MILLIS = 200;

  JobSettings {
    if (clients.getProperty("bootstrap.servers", "").isEmpty()) {
      throw new IllegalArgumentException("no bootstrap.servers");
    }
    if (conversationPartitions < 1 || userPartitions < 1 || coalesceMillis < 1) {
      throw new IllegalArgumentException(
          "not positive: %d, %d or %d"
              .formatted(conversationPartitions, userPartitions, coalesceMillis));
    }
    var copy = new Properties();
    copy.putAll(clients);
    clients = copy;
  }

  String bootstrapServers() {
    return clients.getProperty("bootstrap.servers");
  }
}
