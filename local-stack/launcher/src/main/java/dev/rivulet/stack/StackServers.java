package dev.rivulet.stack;

import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.RedisServer;
import dev.rivulet.servers.S3Server;
import dev.rivulet.servers.ServerProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The servers of a stack; null where no service needs one.
///
/// @param environment the configuration that leads our programs to them
record StackServers(
    @Nullable KafkaServer kafka,
    @Nullable CassandraServer cassandra,
    @Nullable RedisServer redis,
    @Nullable S3Server objects,
    Map<String, String> environment) {
  /// Prepares what the chosen services need; nothing is started.
  static StackServers of(Path directory, StackOptions options, Jvm jvm) {
    Secrets secrets = new Secrets(directory.resolve("secrets"));
    Map<String, String> environment = new LinkedHashMap<>();
    KafkaServer kafka = null;
    CassandraServer cassandra = null;
    RedisServer redis = null;
    S3Server objects = null;
    if (needed(Need.TOPICS, options)) {
      kafka = kafka(directory, options, jvm);
      environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }
    if (needed(Need.SCHEMA, options)) {
      String password = secrets.get("cassandra-password");
      cassandra = cassandra(directory, options, password);
      environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
      environment.put("RIVULET_CASSANDRA_USERNAME", CassandraServer.USER);
      environment.put("RIVULET_CASSANDRA_PASSWORD", password);
    }
    if (needed(Need.REDIS, options)) {
      redis = redis(directory, options, secrets.get("redis-password"));
      environment.put("RIVULET_REDIS_URI", redis.uri());
    }
    if (needed(Need.OBJECTS, options)) {
      objects = objects(directory, options, secrets.get("objects-secret-key"));
      environment.put("RIVULET_MEDIA_STORE_ENDPOINT", objects.endpoint().toString());
      environment.put("RIVULET_MEDIA_STORE_BUCKET", S3Server.BUCKET);
      environment.put("RIVULET_MEDIA_STORE_ACCESS_KEY", objects.accessKey());
      environment.put("RIVULET_MEDIA_STORE_SECRET_KEY", objects.secretKey());
      // Whoever signs or verifies is given them; nobody does without media-ingest.
      environment.put("RIVULET_MEDIA_KEYS_TICKETS", secrets.mediaKeys("media-ticket-keys"));
      environment.put("RIVULET_MEDIA_KEYS_URLS", secrets.mediaKeys("media-url-keys"));
    }
    return new StackServers(kafka, cassandra, redis, objects, environment);
  }

  List<ServerProcess> all() {
    return Stream.<@Nullable ServerProcess>of(kafka, cassandra, redis, objects)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  /// The password is in the environment.
  @Override
  public String toString() {
    return "StackServers" + all().stream().map(ServerProcess::name).toList();
  }

  private static boolean needed(Need need, StackOptions options) {
    return options.services().stream().anyMatch(service -> service.needs().contains(need));
  }

  private static KafkaServer kafka(Path directory, StackOptions options, Jvm jvm) {
    KafkaServer.Options kafka =
        KafkaServer.Options.in(directory.resolve("kafka")).withPort(options.ports().of("kafka"));
    Path archive = jvm.archive("kafka");
    return new KafkaServer(
        archive == null ? kafka : kafka.withSharedClasses(archive), log(directory, "kafka"));
  }

  private static CassandraServer cassandra(Path directory, StackOptions options, String password) {
    return new CassandraServer(
        CassandraServer.Options.in(directory.resolve("cassandra"))
            .withPort(options.ports().of("cassandra"))
            .withPassword(password),
        log(directory, "cassandra"));
  }

  private static RedisServer redis(Path directory, StackOptions options, String password) {
    return new RedisServer(
        RedisServer.Options.in(directory.resolve("redis"))
            .withPort(options.ports().of("redis"))
            .withPassword(password),
        log(directory, "redis"));
  }

  private static S3Server objects(Path directory, StackOptions options, String secretKey) {
    return new S3Server(
        S3Server.Options.in(directory.resolve("objects"), secretKey)
            .withPort(options.ports().of("objects")),
        log(directory, "objects"));
  }

  private static Path log(Path directory, String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }
}
