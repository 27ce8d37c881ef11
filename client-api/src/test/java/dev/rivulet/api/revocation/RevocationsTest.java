package dev.rivulet.api.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.ManualClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ManualClock clock = new ManualClock();
  private final Revocations revocations = new Revocations(LIFETIME, clock);
  private final UUID user = UUID.randomUUID();
  private final UUID device = UUID.randomUUID();
  private final long now = clock.instant().getEpochSecond();

  @Test
  void tokensIssuedUntilThenAreVoid() {
    revocations.revoke(user, device, now);
    assertThat(revocations.voids(user, device, now)).isTrue();
    assertThat(revocations.voids(user, device, now - 800)).isTrue();
    assertThat(revocations.voids(user, device, now + 1)).isFalse();
    assertThat(revocations.voids(user, UUID.randomUUID(), now)).isFalse();
    assertThat(revocations.voids(UUID.randomUUID(), device, now)).isFalse();
  }

  @Test
  void anOlderRecordTakesNothingBack() {
    revocations.revoke(user, device, now);
    revocations.revoke(user, device, now - 10);
    assertThat(revocations.voids(user, device, now)).isTrue();
  }

  @Test
  void whatConcernsExpiredTokensAloneIsNotKept() {
    revocations.revoke(user, device, now - LIFETIME.toSeconds() - 120);
    assertThat(revocations.size()).isZero();
    for (int i = 0; i < 255; i++) {
      revocations.revoke(user, UUID.randomUUID(), now);
    }
    clock.pass(LIFETIME.plusMinutes(2));
    revocations.revoke(user, device, clock.instant().getEpochSecond());
    assertThat(revocations.size()).isEqualTo(1);
  }
}
