package dev.rivulet.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);
  private static final long SECONDS = Instant.parse("2026-06-01T12:00:00Z").getEpochSecond();
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private long now = SECONDS;
  private final Revocations revocations =
      new Revocations(LIFETIME, () -> Instant.ofEpochSecond(now));

  @Test
  void tokensIssuedUntilThenAreVoid() {
    revocations.read(record(SECONDS));
    assertThat(revocations.covers(token(PHONE, SECONDS))).isTrue();
    assertThat(revocations.covers(token(PHONE, SECONDS - 800))).isTrue();
    assertThat(revocations.covers(token(PHONE, SECONDS + 1))).isFalse();
    assertThat(revocations.covers(token(ANN, SECONDS))).isFalse();
    assertThat(revocations.covers(new AccessToken(PHONE, PHONE, SECONDS, SECONDS + 900))).isFalse();
  }

  @Test
  void anOlderRecordTakesNothingBack() {
    revocations.read(record(SECONDS));
    revocations.read(record(SECONDS - 10));
    assertThat(revocations.covers(token(PHONE, SECONDS))).isTrue();
  }

  @Test
  void whatConcernsExpiredTokensAloneIsNotKept() {
    revocations.revoke(ANN, PHONE, SECONDS - LIFETIME.toSeconds() - 120);
    assertThat(revocations.size()).isZero();
    for (int i = 0; i < 255; i++) {
      revocations.revoke(ANN, new UUID(9, i), SECONDS);
    }
    now += LIFETIME.toSeconds() + 120;
    revocations.revoke(ANN, PHONE, now);
    assertThat(revocations.size()).isEqualTo(1);
  }

  @Test
  void aRecordThatIsNoRevocationIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> revocations.read(new byte[] {-1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> revocations.read(Revocation.getDefaultInstance().toByteArray()));
    assertThat(revocations.read(null)).isEmpty();
    assertThat(revocations.read(record(SECONDS))).isPresent();
  }

  private static byte[] record(long issuedUntil) {
    return Revocation.newBuilder()
        .setUser(Ids.bytes(ANN))
        .setDevice(Ids.bytes(PHONE))
        .setIssuedUntil(issuedUntil)
        .build()
        .toByteArray();
  }

  private static AccessToken token(UUID device, long issuedAt) {
    return new AccessToken(ANN, device, issuedAt, issuedAt + 900);
  }
}
