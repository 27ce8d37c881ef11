package dev.rivulet.api.device;

import static dev.rivulet.api.device.RefreshRotation.Outcome.REFUSE;
import static dev.rivulet.api.device.RefreshRotation.Outcome.REPEAT;
import static dev.rivulet.api.device.RefreshRotation.Outcome.REVOKE;
import static dev.rivulet.api.device.RefreshRotation.Outcome.ROTATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshRotationTest {
  private static final Instant ROTATED = Instant.parse("2026-05-01T12:00:00Z");
  private static final TokenHash OLDER = new TokenHash("00");
  private static final TokenHash PREVIOUS = new TokenHash("01");
  private static final TokenHash CURRENT = new TokenHash("02");

  private final RefreshRotation rotation =
      new RefreshRotation(Duration.ofSeconds(60), Duration.ofDays(90));
  private final Device device =
      new Device(
          UUID.randomUUID(),
          UUID.randomUUID(),
          "phone",
          ROTATED,
          Optional.of(CURRENT),
          Optional.of(PREVIOUS),
          ROTATED,
          Optional.empty());

  @Test
  void theTokenInForceIsReplaced() {
    assertThat(rotation.decide(device, CURRENT, ROTATED.plusSeconds(900))).isEqualTo(ROTATE);
  }

  @Test
  void theOneBeforeIsAnsweredAgainForAMinute() {
    assertThat(rotation.decide(device, PREVIOUS, ROTATED.plusSeconds(60))).isEqualTo(REPEAT);
    assertThat(rotation.decide(device, PREVIOUS, ROTATED.plusSeconds(61))).isEqualTo(REVOKE);
  }

  @Test
  void anOlderOneRevokes() {
    assertThat(rotation.decide(device, OLDER, ROTATED)).isEqualTo(REVOKE);
  }

  @Test
  void anUnusedOneEnds() {
    Instant end = ROTATED.plus(Duration.ofDays(90));
    assertThat(rotation.decide(device, CURRENT, end)).isEqualTo(ROTATE);
    assertThat(rotation.decide(device, CURRENT, end.plusSeconds(1))).isEqualTo(REFUSE);
  }

  @Test
  void aRevokedDeviceIsRefusedWhateverItShows() {
    Device revoked =
        new Device(
            device.user(),
            device.id(),
            device.name(),
            ROTATED,
            Optional.empty(),
            Optional.empty(),
            ROTATED,
            Optional.of(ROTATED));
    assertThat(rotation.decide(revoked, CURRENT, ROTATED)).isEqualTo(REFUSE);
    assertThat(rotation.decide(revoked, OLDER, ROTATED)).isEqualTo(REFUSE);
  }
}
