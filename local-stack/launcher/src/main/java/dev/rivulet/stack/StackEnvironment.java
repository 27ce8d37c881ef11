package dev.rivulet.stack;

import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.RedisServer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables that tell our programs where the servers are.
final class StackEnvironment {
  /// Where client-api answers; also for clients.
  static final String API_URL = "RIVULET_CLIENT_API_URL";

  /// Where the first gateway takes sockets; for clients.
  static final String GATEWAY_URL = "RIVULET_CLIENT_GATEWAY_URL";

  private StackEnvironment() {}

  static Map<String, String> of(
      @Nullable KafkaServer kafka,
      @Nullable CassandraServer cassandra,
      @Nullable RedisServer redis,
      String cassandraPassword) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (kafka != null) {
      environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }
    if (cassandra != null) {
      environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
      environment.put("RIVULET_CASSANDRA_USERNAME", CassandraServer.USER);
      environment.put("RIVULET_CASSANDRA_PASSWORD", cassandraPassword);
    }
    if (redis != null) {
      environment.put("RIVULET_REDIS_URI", redis.uri());
    }
    return environment;
  }
}
