package dev.rivulet.api;

import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Kafka, Cassandra and Redis, started once for all scenes of a run, since starting them takes
/// longer than most of what is tested; each scene has topics and tables of its own in them.
final class SharedServers implements BeforeAllCallback {
  /// Those of the scene that is about to run.
  @SuppressWarnings("NullAway.Init")
  static Running running;

  @Override
  public void beforeAll(ExtensionContext scene) {
    running =
        scene
            .getRoot()
            .getStore(Namespace.create(SharedServers.class))
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }

  /// JUnit closes it after the last scene.
  record Running(Path directory, KafkaServer kafka, CassandraServer cassandra, RedisServer redis)
      implements AutoCloseable {
    private static Running start() {
      Path directory = temporary();
      var cassandra =
          CompletableFuture.supplyAsync(
              () ->
                  CassandraServer.start(
                      CassandraServer.Options.in(directory.resolve("cassandra"))));
      var kafka = KafkaServer.start(KafkaServer.Options.in(directory.resolve("kafka")));
      var redis =
          RedisServer.start(
              RedisServer.Options.in(directory.resolve("redis")).withPassword("a-test-password"));
      return new Running(directory, kafka, cassandra.join(), redis);
    }

    private static Path temporary() {
      try {
        return Files.createTempDirectory("rivulet-servers-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      redis.close();
      kafka.close();
      cassandra.close();
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
