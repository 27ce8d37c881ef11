package dev.rivulet.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.account.PasswordHasher.Asker;
import dev.rivulet.api.http.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1, 2, 4);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PasswordHasher hasher = new PasswordHasher(CHEAP, registry);

  @AfterEach
  void close() {
    hasher.close();
  }

  @Test
  void aPasswordMatchesItsHashAlone() {
    String hash = hasher.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(hasher.matches("correct horse", Optional.of(hash), Asker.STRANGER)).isTrue();
    assertThat(hasher.matches("correct horsf", Optional.of(hash), Asker.STRANGER)).isFalse();
    assertThat(hasher.hash("correct horse")).isNotEqualTo(hash);
  }

  @Test
  void theDefaultCostIsTheOneOfTheDesign() {
    try (var dear =
        new PasswordHasher(new PasswordCost(19456, 2, 1, 2, 128), new SimpleMeterRegistry())) {
      assertThat(dear.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }
  }

  @Test
  void aHashOfAnotherCostStaysValid() {
    String hash = hasher.hash("correct horse");
    try (var dearer =
        new PasswordHasher(new PasswordCost(128, 2, 1, 1, 4), new SimpleMeterRegistry())) {
      assertThat(dearer.matches("correct horse", Optional.of(hash), Asker.STRANGER)).isTrue();
    }
  }

  @Test
  void theSameTextTypedOtherwiseMatches() {
    String hash = hasher.hash("Zu\u0308rich 1847");
    assertThat(hasher.matches("Z\u00fcrich 1847", Optional.of(hash), Asker.STRANGER)).isTrue();
  }

  @Test
  void nobodysPasswordIsComparedToo() {
    double before = hashes();
    assertThat(hasher.matches("correct horse", Optional.empty(), Asker.STRANGER)).isFalse();
    assertThat(hashes()).isEqualTo(before + 1);
  }

  private double hashes() {
    return registry.get("rivulet.api.password.hash").timer().count();
  }

  @Test
  void aFloodOfStrangersLeavesASlotForKnownDevices() throws Exception {
    try (var slow =
        new PasswordHasher(new PasswordCost(19456, 4, 1, 2, 64), new SimpleMeterRegistry())) {
      var flood =
          IntStream.range(0, 40)
              .mapToObj(_ -> Thread.ofVirtual().start(() -> hashOrBeRefused(slow)))
              .toList();
      slow.hash("correct horse", Asker.KNOWN_DEVICE);
      assertThat(flood).anyMatch(Thread::isAlive);
    }
  }

  private static void hashOrBeRefused(PasswordHasher hasher) {
    try {
      hasher.hash("correct horse");
    } catch (Problem | IllegalStateException endsWithTheHasher) {
      // Not what is looked at.
    }
  }

  @Test
  void moreThanMayWaitAreRefused() {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (var slow =
        new PasswordHasher(new PasswordCost(19456, 2, 1, 1, 2), new SimpleMeterRegistry())) {
      var threads =
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                try {
                                  slow.hash("correct horse");
                                  done.incrementAndGet();
                                } catch (Problem tooFast) {
                                  assertThat(tooFast.status()).isEqualTo(429);
                                  refused.incrementAndGet();
                                }
                              }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(done.get() + refused.get()).isEqualTo(20);
    assertThat(done.get()).isGreaterThanOrEqualTo(3);
    assertThat(refused.get()).isPositive();
  }
}
