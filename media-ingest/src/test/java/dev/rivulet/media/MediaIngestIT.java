package dev.rivulet.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service with real Kafka, Cassandra and S3.
@Tag("slow")
class MediaIngestIT {
  private static final String KEYS = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @TempDir static Path folder;
  private static final TestTokens TOKENS = new TestTokens("key-1");
  private static KafkaServer kafka;
  private static CassandraServer cassandra;
  private static S3Server objects;
  private static HttpServer keys;
  private static CqlSession session;
  private static MediaIngest service;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final UUID ANN = UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    var starting =
        CompletableFuture.supplyAsync(
            () -> CassandraServer.start(CassandraServer.Options.in(folder.resolve("cassandra"))));
    kafka = KafkaServer.start(KafkaServer.Options.in(folder.resolve("kafka")));
    objects = S3Server.start(S3Server.Options.in(folder.resolve("objects"), "a-secret-key"));
    cassandra = starting.join();
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/",
        exchange -> {
          byte[] bytes = TOKENS.keySet().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    keys.start();
    session = tables();
    createTopics();
    service = MediaIngest.start(Configuration.load(MediaConfig.class, environment(), null));
    await().atMost(Duration.ofMinutes(1)).until(MediaIngestIT::isReady);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
    keys.stop(0);
    objects.close();
    kafka.close();
    cassandra.close();
    CLIENT.close();
  }

  @Test
  void pictureIsKeptOnceAndServed() throws IOException {
    byte[] jpeg = TestImages.jpeg(1800, 900, 31);

    JsonNode first = json(upload(jpeg));
    JsonNode second = json(upload(jpeg));

    assertThat(second.get("id")).isNotEqualTo(first.get("id"));
    assertThat(count("media")).isEqualTo(2);
    assertThat(count("media_objects")).isEqualTo(2);
    assertThat(get(first, MediaVariant.DISPLAY).statusCode()).isEqualTo(200);
    assertThat(get(second, MediaVariant.THUMBNAIL).body())
        .isEqualTo(get(first, MediaVariant.THUMBNAIL).body());
  }

  private static HttpResponse<byte[]> upload(byte[] bytes) {
    String token = TOKENS.token(ANN, new UUID(1, 1), Instant.now());
    return send(
        HttpRequest.newBuilder(uri("http", "/v1/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static HttpResponse<byte[]> get(JsonNode answer, MediaVariant variant) {
    UUID id = UUID.fromString(answer.get("id").asText());
    String path =
        MediaUrl.sign(id, variant, Instant.now(), MediaKeys.parse(KEYS.replace(':', ' ')));
    return send(HttpRequest.newBuilder(uri("http", path)).GET());
  }

  private static boolean isReady() {
    return send(HttpRequest.newBuilder(uri("admin", "/health/ready")).GET()).statusCode() == 200;
  }

  private static URI uri(String port, String path) {
    return URI.create("http://127.0.0.1:" + service.ports().get(port) + path);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(201);
    return FrameCodec.json().readTree(response.body());
  }

  private static long count(String table) {
    return session
        .execute("SELECT count(*) AS n FROM rivulet." + table)
        .all()
        .getFirst()
        .getLong("n");
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
    environment.put("RIVULET_CASSANDRA_REQUEST_TIMEOUT", "10s");
    environment.put("RIVULET_ADMIN_PORT", "0");
    environment.put("RIVULET_MEDIA_SPOOL_DIR", folder.resolve("spool").toString());
    environment.put(
        "RIVULET_MEDIA_JWKS_URL", "http://127.0.0.1:" + keys.getAddress().getPort() + "/");
    environment.put("RIVULET_MEDIA_STORE_ENDPOINT", objects.endpoint().toString());
    environment.put("RIVULET_MEDIA_STORE_ACCESS_KEY", objects.accessKey());
    environment.put("RIVULET_MEDIA_STORE_SECRET_KEY", objects.secretKey());
    environment.put("RIVULET_MEDIA_KEYS_TICKETS", KEYS);
    environment.put("RIVULET_MEDIA_KEYS_URLS", KEYS);
    return environment;
  }

  private static CqlSession tables() {
    CqlSession session =
        CqlSession.builder()
            .addContactPoints(
                Configuration.load(
                        CassandraConfig.class,
                        Map.of("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint()),
                        null)
                    .contactAddresses())
            .withLocalDatacenter(CassandraServer.LOCAL_DATACENTER)
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofMinutes(1))
                    .build())
            .build();
    session.execute(
        "CREATE KEYSPACE rivulet WITH replication ="
            + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
    session.execute("USE rivulet");
    session.execute("CREATE TABLE schema_version (id int PRIMARY KEY, version int)");
    for (Migration migration : Migration.all()) {
      migration.statements().forEach(session::execute);
    }
    session.execute("INSERT INTO schema_version (id, version) VALUES (1, ?)", Migration.LATEST);
    return session;
  }

  private static void createTopics() {
    KafkaConfig config =
        Configuration.load(
            KafkaConfig.class,
            Map.of("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
            null);
    var counts =
        new Topic.PartitionCounts(
            config.conversationPartitions(), config.userPartitions(), config.deliveryPartitions());
    List<NewTopic> topics =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(
                            topic.name(config.topicPrefix()), topic.partitions(counts), (short) 1)
                        .configs(topic.settings(1)))
            .toList();
    try (Admin admin = Admin.create(KafkaClients.admin(config, "test"))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
