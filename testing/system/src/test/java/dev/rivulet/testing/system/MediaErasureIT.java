package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.media.UploadListener;
import dev.rivulet.client.media.Uploaded;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.stack.Balancer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Media behind HAProxy and a Varnish that holds them: who still gets them, and that they are gone
/// once their message is.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(8)
@Tag("slow")
class MediaErasureIT {
  private static final int REPEATS = 50;
  private static final MediaKeys FOREIGN =
      MediaKeys.parse("k1:YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=");
  private static @Nullable Balancer balancer;

  private final TestStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path directory;

  MediaErasureIT(TestStack stack) {
    this.stack = stack;
  }

  @BeforeAll
  static void start(TestStack stack) {
    assumeTrue(
        Balancer.isPossible() && Balancer.isCachePossible(), "needs HAProxy and Varnish installed");
    balancer =
        Balancer.start(
            stack.processes(), Balancer.Options.forTests().withCache(TestStack.CACHE_PORT));
  }

  @AfterAll
  static void stop() {
    if (balancer != null) {
      balancer.close();
    }
  }

  @Test
  void erasedMediaLeavesAWarmCacheThoughItsAddressIsGood() throws Exception {
    List<Person> people = stack.people(2);
    Person ann = people.get(0);
    Person bob = people.get(1);
    UUID talk = Talk.newDirect(ann, bob);
    Sent erased = send(ann, talk, 1);
    Sent kept = send(ann, talk, 2);
    bob.device().awaitSeq(talk, kept.seq());
    String good = address(bob, talk, erased);
    String other = address(bob, talk, kept);
    get(other);

    int hits = 0;
    for (int number = 0; number < REPEATS; number++) {
      HttpResponse<byte[]> answer = get(good);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(bytes(erased.seed()));
      hits += isHit(answer) ? 1 : 0;
    }
    System.out.printf("          cache: %d of %d requests were hits%n", hits, REPEATS);
    assertThat(hits).isEqualTo(REPEATS - 1);

    Instant now = Instant.now();
    UUID id = erased.id();
    MediaVariant original = MediaVariant.ORIGINAL;
    assertThat(
            List.of(
                MediaUrl.sign(id, original, now.minus(Duration.ofMinutes(30)), Media.KEYS),
                MediaUrl.sign(id, original, now, FOREIGN),
                good.replace(id.toString(), kept.id().toString()),
                good.replace("/original", "/thumbnail")))
        .as("expired, foreign, swapped")
        .allSatisfy(address -> assertThat(get(address).statusCode()).isEqualTo(403));

    assertThat(ann.device().client().delete(talk, erased.seq()).join())
        .isInstanceOf(Outcome.Sent.class);
    long deleted = System.nanoTime();
    await("the cache has lost it").atMost(Talk.PATIENCE).until(() -> get(good).statusCode() == 404);
    System.out.printf(
        "          gone from the cache %.1f s after its message%n",
        (System.nanoTime() - deleted) / 1e9);
    assertThat(isHit(get(other))).as("what is not erased stays").isTrue();
    Person.closeAll(people);
  }

  private record Sent(UUID id, long seq, long seed) {}

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[20_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Sent send(Person person, UUID talk, long seed) throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve("file-" + seed), bytes(seed));
    Uploaded uploaded = person.device().client().media().upload(file, UploadListener.NONE);
    long seq =
        Talk.awaitSent(
            person
                .device()
                .client()
                .sendMedia(talk, TestStack.BODY_MARK, List.of(uploaded.ticket())));
    return new Sent(uploaded.id(), seq, seed);
  }

  private static String address(Person person, UUID talk, Sent sent)
      throws IOException, InterruptedException {
    return person
        .device()
        .client()
        .media()
        .addresses(talk, sent.seq())
        .url(sent.id(), "original")
        .orElseThrow();
  }

  private static boolean isHit(HttpResponse<?> answer) {
    return answer.headers().firstValue("X-Cache").equals(Optional.of("hit"));
  }

  private HttpResponse<byte[]> get(String address) {
    var request = HttpRequest.newBuilder(front().http().resolve(address)).build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Balancer front() {
    return Objects.requireNonNull(balancer);
  }
}
