package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.client.media.MediaApi;
import dev.rivulet.client.media.UploadListener;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.servers.S3Server;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.LocalStack;
import dev.rivulet.stack.Services;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// media-ingest, or its store, is killed (SIGKILL) in the middle of 200 uploads: whole ones, forms
/// and resumable ones. Clients try again until they are answered, as the SDK does.
@ExtendWith(StackExtension.class)
@Timeout(300)
@Order(8)
@Tag("slow")
class MediaKillIT {
  private static final int UPLOADS = 200;
  private static final int KILL_AT = 60;
  private static final int AT_ONCE = 12;
  private static final int PEOPLE = 8;
  private static final int WHOLE_BYTES = 150_000;

  /// More than one piece of the SDK.
  private static final int RESUMED_BYTES = (2 << 20) + 4_321;

  private static final String BOUNDARY = "a-boundary-of-this-test";

  private final TestStack stack;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  @TempDir Path directory;

  MediaKillIT(TestStack stack) {
    this.stack = stack;
  }

  enum Victim {
    MEDIA_INGEST,
    OBJECTS;

    ServerProcess process(LocalStack stack) {
      return switch (this) {
        case MEDIA_INGEST -> stack.service(Services.MEDIA_INGEST);
        case OBJECTS -> stack.objects();
      };
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void everyUploadCompletesWithItsBytesAfterTheKillOf(Victim victim) throws Exception {
    List<Person> people = stack.people(PEOPLE);
    Map<UUID, Integer> uploaded = new ConcurrentHashMap<>();
    ServerProcess process = victim.process(stack.processes());
    long pid = process.pid();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < UPLOADS; number++) {
        int own = number;
        all.add(
            threads.submit(
                () -> {
                  byte[] bytes = bytes(victim, own);
                  uploaded.put(upload(people.get(own % PEOPLE), own, bytes), own);
                  return null;
                }));
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> uploaded.size() >= KILL_AT);
      process.kill();
      TestStack.awaitReturn(process, pid);
      for (Future<?> one : all) {
        one.get();
      }
    }
    System.out.printf(
        "          kill of %s: %d uploads done, %d refusals for the moment, %d broken requests%n",
        victim, uploaded.size(), refusals.get(), breaks.get());
    assertThat(uploaded).hasSize(UPLOADS);
    for (Map.Entry<UUID, Integer> one : uploaded.entrySet()) {
      assertThat(fetched(one.getKey())).isEqualTo(bytes(victim, one.getValue()));
    }
    nothingIsLeftThatNobodyFinds();
    Person.closeAll(people);
  }

  private static byte[] bytes(Victim victim, int number) {
    byte[] bytes = new byte[number % 3 == 2 ? RESUMED_BYTES : WHOLE_BYTES];
    new Random(31L * victim.name().hashCode() + number).nextBytes(bytes);
    return bytes;
  }

  private UUID upload(Person person, int number, byte[] bytes) throws Exception {
    if (number % 3 == 1) {
      return form(person, bytes);
    }
    Path file = Files.write(directory.resolve("file-" + number), bytes);
    MediaApi media = person.device().client().media();
    UUID id = media.upload(file, UploadListener.NONE).id();
    Files.delete(file);
    return id;
  }

  /// As a page's form sends a file.
  private UUID form(Person person, byte[] bytes) throws InterruptedException {
    var body = new ByteArrayOutputStream();
    String head =
        """
        --%s
        Content-Disposition: form-data; name="file"; filename="a"
        Content-Type: application/octet-stream

        """;
    body.writeBytes(
        head.replace("\n", "\r\n").formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(bytes);
    body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    var taken =
        await("a form is taken")
            .pollInterval(Duration.ofMillis(300))
            .atMost(Duration.ofMinutes(3))
            .until(
                () -> sent(person, body.toByteArray()),
                answer -> answer != null && answer.statusCode() == 201);
    try {
      return UUID.fromString(FrameCodec.json().readTree(taken.body()).get("id").asText());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /// Nothing if the connection broke; any refusal must be one to come again after.
  private @Nullable HttpResponse<String> sent(Person person, byte[] body)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(stack.media().resolve("/v1/media"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + person.device().accessToken())
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        refusals.incrementAndGet();
        assertThat(answer.statusCode()).as(answer.body()).isIn(429, 503);
      }
      return answer;
    } catch (IOException broken) {
      breaks.incrementAndGet();
      return null;
    }
  }

  private byte[] fetched(UUID media) throws IOException, InterruptedException {
    String path = MediaUrl.sign(media, MediaVariant.ORIGINAL, Instant.now(), Media.KEYS);
    var request = HttpRequest.newBuilder(stack.media().resolve(path)).build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /// Every object belongs to media, or to an upload that a sweep finds by its day. Besides there
  /// may be pieces, which expire.
  private void nothingIsLeftThatNobodyFinds() throws IOException {
    await("no file under way").atMost(Talk.PATIENCE).until(() -> files(spool()).isEmpty());
    Path bucket = stack.file("objects/data/" + S3Server.BUCKET);
    int pieces = 0;
    try (CqlSession session = Tables.open(stack)) {
      Set<UUID> begun = new HashSet<>();
      long today = Instant.now().getEpochSecond() / 86_400;
      for (long day = today - 1; day <= today; day++) {
        session
            .execute("SELECT media_id FROM media_begun WHERE day = ?", (int) day)
            .forEach(row -> begun.add(row.getUuid("media_id")));
      }
      for (String key : files(bucket)) {
        if (key.startsWith("parts/")) {
          pieces++;
        } else {
          assertThat(key).startsWith("objects/");
          assertThat(isFound(session, key, begun)).as(key).isTrue();
        }
      }
    }
    System.out.printf("          left behind: %d pieces that expire%n", pieces);
  }

  private static boolean isFound(CqlSession session, String key, Set<UUID> begun) {
    String hash = key.substring(key.lastIndexOf('/') + 1).substring(0, 64);
    for (Row row :
        session.execute("SELECT media_id FROM media_object_users WHERE hash = ?", hash)) {
      UUID media = row.getUuid("media_id");
      if (begun.contains(media)
          || session.execute("SELECT owner FROM media WHERE media_id = ?", media).one() != null) {
        return true;
      }
    }
    return false;
  }

  private Path spool() {
    return stack.file("media-ingest-1/spool/uploads");
  }

  private static List<String> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(it -> "" + folder.relativize(it)).toList();
    }
  }
}
