package dev.rivulet.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.index.Cassandra;
import dev.rivulet.media.index.CassandraMediaIndex;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.store.ObjectStore;
import dev.rivulet.media.store.S3ObjectStore;
import dev.rivulet.media.store.StoreConfig;
import dev.rivulet.media.sweep.SweepConfig;
import dev.rivulet.media.sweep.Sweeper;
import dev.rivulet.media.upload.MemoryMediaLog;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.S3Server;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service with real Kafka, Cassandra and S3.
@Tag("slow")
class MediaIngestIT {
  private static final String KEYS = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static final int QUOTA = 1_000_000;

  @TempDir static Path folder;
  private static final TestTokens TOKENS = new TestTokens("key-1");
  private static KafkaServer kafka;
  private static CassandraServer cassandra;
  private static S3Server objects;
  private static HttpServer keys;
  private static CqlSession session;
  private static MediaIngest service;
  private static Sweep sweep;
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
    session = MediaServers.tables(cassandra);
    MediaServers.createTopics(kafka);
    service = MediaIngest.start(Configuration.load(MediaConfig.class, environment(), null));
    await().atMost(Duration.ofMinutes(1)).until(MediaIngestIT::isReady);
    sweep = new Sweep();
  }

  @AfterAll
  static void stop() {
    sweep.close();
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
    assertThat(sweep.index.uses(id(second))).hasSize(2).isEqualTo(sweep.index.uses(id(first)));
    assertThat(sweep.index.find(id(second)).orElseThrow().content())
        .isEqualTo(sweep.index.find(id(first)).orElseThrow().content());
    assertThat(get(first, MediaVariant.DISPLAY).statusCode()).isEqualTo(200);
    assertThat(get(second, MediaVariant.THUMBNAIL).body())
        .isEqualTo(get(first, MediaVariant.THUMBNAIL).body());
  }

  @Test
  void uploadInPiecesSurvivesInCassandraAndTheStore() throws IOException {
    UUID bob = UUID.randomUUID();
    byte[] bytes = random(300_000, 41);
    String path =
        send(tus(bob, "POST", "/v1/media/tus", new byte[0])
                .header("Upload-Length", "" + bytes.length))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    for (int offset : new int[] {0, 100_000, 200_000}) {
      var piece = Arrays.copyOfRange(bytes, offset, offset + 100_000);
      var patch = tus(bob, "PATCH", path, piece).header("Upload-Offset", "" + offset);
      assertThat(send(patch.header("Content-Type", "application/offset+octet-stream")).statusCode())
          .isEqualTo(204);
    }
    assertThat(send(tus(ANN, "HEAD", path, new byte[0])).statusCode())
        .as("of another user")
        .isEqualTo(404);
    HttpResponse<byte[]> result = send(tus(bob, "GET", path, new byte[0]));
    UUID id = id(FrameCodec.json().readTree(result.body()));
    assertThat(get(id, MediaVariant.ORIGINAL).body()).isEqualTo(bytes);
    assertThat(keys("parts/")).isEmpty();
  }

  @Test
  void quotaIsWhatIsKept() throws IOException {
    UUID cy = UUID.randomUUID();
    UUID first = id(json(upload(cy, random(QUOTA / 2, 42))));
    assertThat(upload(cy, random(QUOTA / 2, 43)).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> over = upload(cy, random(1_000, 44));
    assertThat(over.statusCode()).isEqualTo(413);
    assertThat(new String(over.body(), StandardCharsets.UTF_8)).contains("quota-exceeded");

    sweep.orphans.add(first);
    sweep.sweeper.sweep();

    assertThat(upload(cy, random(1_000, 44)).statusCode()).isEqualTo(201);
  }

  @Test
  void sweepsDuringUploadsOfTheSameContentTakeNothingThatIsKept() throws Exception {
    List<byte[]> contents = IntStream.range(0, 6).mapToObj(n -> random(20_000, 50 + n)).toList();
    Map<UUID, byte[]> kept = new ConcurrentHashMap<>();
    Set<UUID> orphans = ConcurrentHashMap.newKeySet();
    var uploading = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<?>> sweeps = new ArrayList<>();
      for (int n = 0; n < 2; n++) {
        sweeps.add(
            threads.submit(
                () -> {
                  while (uploading.get()) {
                    sweep.sweeper.sweep();
                  }
                }));
      }
      List<Future<Void>> uploads = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        UUID owner = UUID.randomUUID();
        uploads.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 30; round++) {
                    byte[] bytes = contents.get(round % contents.size());
                    UUID id = id(json(upload(owner, bytes)));
                    if (round % 3 == 0) {
                      kept.put(id, bytes);
                    } else {
                      orphans.add(id);
                      sweep.orphans.add(id);
                    }
                  }
                  return null;
                }));
      }
      for (Future<Void> one : uploads) {
        one.get();
      }
      uploading.set(false);
      for (Future<?> one : sweeps) {
        one.get();
      }
    }
    sweep.sweeper.sweep();

    for (Map.Entry<UUID, byte[]> one : kept.entrySet()) {
      assertThat(get(one.getKey(), MediaVariant.ORIGINAL).body()).isEqualTo(one.getValue());
    }
    assertThat(orphans).allSatisfy(id -> assertThat(sweep.index.find(id)).isEmpty());
    assertThat(orphans).allSatisfy(id -> assertThat(sweep.index.uses(id)).isEmpty());
  }

  @Test
  void mediaOfADeletedMessageIsServedNoMoreThoughItsTicketIsGood() throws IOException {
    UUID id = id(json(upload(ANN, random(5_000, 60))));
    UUID talk = UUID.randomUUID();
    refer(id, talk, true);
    assertThat(get(id, MediaVariant.ORIGINAL).statusCode()).isEqualTo(200);

    refer(id, talk, false);
    session.execute(
        "INSERT INTO rivulet.media_released (day, media_id, conversation_id, seq)"
            + " VALUES (?, ?, ?, 1)",
        (int) (Instant.now().getEpochSecond() / 86_400),
        id,
        talk);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(id, MediaVariant.ORIGINAL).statusCode() == 404);
    assertThat(sweep.index.find(id)).as("until its ticket is over").isPresent();

    refer(id, UUID.randomUUID(), true);
    assertThat(get(id, MediaVariant.ORIGINAL).statusCode()).as("sent again").isEqualTo(200);
  }

  @Test
  void pictureIsKeptWhileItsPlaceShowsItAndGoesWithTheNextLook() throws IOException {
    UUID person = UUID.randomUUID();
    UUID group = UUID.randomUUID();
    UUID first = id(json(upload(ANN, random(5_000, 70))));
    UUID second = id(json(upload(ANN, random(5_000, 71))));
    UUID refused = id(json(upload(ANN, random(5_000, 72))));
    show(first, person, false);
    show(second, group, true);
    point(refused, group, true);
    sweep.orphans.addAll(List.of(first, second, refused));
    sweep.sweeper.sweep();
    assertThat(sweep.index.find(first)).as("of a person").isPresent();
    assertThat(sweep.index.find(second)).as("of a group").isPresent();
    assertThat(sweep.index.find(refused)).as("never shown").isEmpty();
    assertThat(get(second, MediaVariant.ORIGINAL).statusCode()).isEqualTo(200);

    session.execute("UPDATE rivulet.users SET picture = null WHERE user_id = ?", person);
    show(UUID.randomUUID(), group, true);
    for (UUID gone : List.of(first, second)) {
      // On the day of the service, and on that of the sweeper that is ahead.
      for (Instant day : List.of(Instant.now(), Instant.now().plus(Duration.ofHours(30)))) {
        session.execute(
            "INSERT INTO rivulet.media_released (day, media_id, conversation_id, seq)"
                + " VALUES (?, ?, ?, 0)",
            (int) (day.getEpochSecond() / 86_400),
            gone,
            group);
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(second, MediaVariant.ORIGINAL).statusCode() == 404);
    sweep.sweeper.sweep();
    for (UUID gone : List.of(first, second)) {
      assertThat(sweep.index.find(gone)).isEmpty();
      assertThat(session.execute("SELECT * FROM rivulet.media_pictures WHERE media_id = ?", gone))
          .isEmpty();
    }
  }

  private static void point(UUID media, UUID place, boolean group) {
    session.execute(
        "INSERT INTO rivulet.media_pictures (media_id, place, of_group) VALUES (?, ?, ?)",
        media,
        place,
        group);
  }

  private static void show(UUID media, UUID place, boolean group) {
    point(media, place, group);
    if (group) {
      session.execute(
          "UPDATE rivulet.heads SET picture = ? WHERE conversation_id = ?",
          ByteBuffer.wrap(Ids.array(media)),
          place);
    } else {
      session.execute("UPDATE rivulet.users SET picture = ? WHERE user_id = ?", media, place);
    }
  }

  private static void refer(UUID media, UUID talk, boolean present) {
    session.execute(
        "INSERT INTO rivulet.media_references (media_id, conversation_id, seq, present)"
            + " VALUES (?, ?, 1, ?)",
        media,
        talk,
        present);
  }

  /// A sweeper with a clock that is days ahead, which is told what is old: to it everything is.
  private static final class Sweep implements AutoCloseable {
    final Set<UUID> orphans = ConcurrentHashMap.newKeySet();
    final Cassandra cassandra;
    final MediaIndex index;
    final S3ObjectStore store;
    final Sweeper sweeper;

    Sweep() {
      cassandra =
          new Cassandra(
              Configuration.load(CassandraConfig.class, environment(), null),
              new Readiness().flag("cassandra", "away"));
      cassandra.start();
      index = new CassandraMediaIndex(cassandra);
      store =
          new S3ObjectStore(
              new StoreConfig(
                  objects.endpoint(),
                  "us-east-1",
                  S3Server.BUCKET,
                  objects.accessKey(),
                  objects.secretKey(),
                  Duration.ofSeconds(10)));
      sweeper =
          new Sweeper(
              new Sweeper.Parts(
                  old(index),
                  store,
                  new MemoryMediaLog(),
                  _ -> true,
                  () -> Instant.now().plus(Duration.ofHours(30))),
              new SweepConfig(
                  Duration.ofMinutes(1),
                  Duration.ofSeconds(5),
                  Duration.ofHours(24),
                  Duration.ofMinutes(10)));
      await().ignoreExceptions().until(() -> index.bytesOf(ANN) >= 0);
    }

    /// The same, without what is not an orphan.
    private MediaIndex old(MediaIndex all) {
      return (MediaIndex)
          Proxy.newProxyInstance(
              MediaIndex.class.getClassLoader(),
              new Class<?>[] {MediaIndex.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("begun")) {
                  return all.begun((Long) arguments[0]).stream().filter(orphans::contains).toList();
                }
                if (method.isDefault()) {
                  return InvocationHandler.invokeDefault(proxy, method, arguments);
                }
                return method.invoke(all, arguments);
              });
    }

    @Override
    public void close() {
      cassandra.close();
      store.close();
    }
  }

  private static HttpRequest.Builder tus(UUID user, String method, String path, byte[] body) {
    return HttpRequest.newBuilder(uri("http", path))
        .header("Authorization", "Bearer " + TOKENS.token(user, new UUID(1, 1), Instant.now()))
        .header("Tus-Resumable", "1.0.0")
        .method(method, BodyPublishers.ofByteArray(body));
  }

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<String> keys(String prefix) {
    return sweep.store.list(prefix).stream().map(ObjectStore.Listed::key).toList();
  }

  private static UUID id(JsonNode answer) {
    return UUID.fromString(answer.get("id").asText());
  }

  private static HttpResponse<byte[]> upload(UUID user, byte[] bytes) {
    return upload(user, bytes, "application/octet-stream");
  }

  private static HttpResponse<byte[]> upload(byte[] bytes) {
    return upload(ANN, bytes, "image/jpeg");
  }

  private static HttpResponse<byte[]> upload(UUID user, byte[] bytes, String type) {
    String token = TOKENS.token(user, new UUID(1, 1), Instant.now());
    return send(
        HttpRequest.newBuilder(uri("http", "/v1/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  private static HttpResponse<byte[]> get(JsonNode answer, MediaVariant variant) {
    return get(id(answer), variant);
  }

  private static HttpResponse<byte[]> get(UUID id, MediaVariant variant) {
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

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
    environment.put("RIVULET_CASSANDRA_REQUEST_TIMEOUT", "10s");
    environment.put("RIVULET_ADMIN_PORT", "0");
    environment.put("RIVULET_MEDIA_LIMITS_QUOTA_BYTES", "" + QUOTA);
    environment.put("RIVULET_MEDIA_SWEEP_ERASE_INTERVAL", "1s");
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
}
