package dev.rivulet.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.ManualClock;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.MemoryCommandLog;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.KeyedIds;
import dev.rivulet.api.token.RefreshTokens;
import dev.rivulet.api.token.SigningKeys;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Revocations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final int DEVICES_MAX = 3;

  private final ManualClock clock = new ManualClock();
  private final SigningKeys keys = SigningKeys.fresh();
  private final MemoryDeviceStore store = new MemoryDeviceStore();
  private final MemoryCommandLog log = new MemoryCommandLog();
  private final Revocations revocations = new Revocations(Duration.ofMinutes(15), clock);
  private final UUID ann = UUID.randomUUID();
  private final Devices devices =
      new Devices(
          store,
          new Devices.Issuing(
              new AccessTokens(keys, "rivulet", "rivulet", Duration.ofMinutes(15), clock),
              new RefreshTokens(keys),
              new KeyedIds(keys)),
          log,
          revocations,
          new Devices.Settings(Duration.ofSeconds(60), Duration.ofDays(90), DEVICES_MAX),
          clock);

  @Test
  void eachRefreshReplacesTheToken() {
    String token = devices.open(ann, "phone").refreshToken();
    List<String> seen = new ArrayList<>(List.of(token));
    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofMinutes(14));
      token = devices.refresh(token).refreshToken();
      seen.add(token);
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void aLostAnswerIsGivenAgain() {
    String token = devices.open(ann, "phone").refreshToken();
    String first = devices.refresh(token).refreshToken();
    clock.pass(Duration.ofSeconds(59));
    assertThat(devices.refresh(token).refreshToken()).isEqualTo(first);
    assertThat(devices.refresh(first).refreshToken()).isNotEqualTo(first);
  }

  @Test
  void anOldTokenComingAgainRevokesTheDevice() {
    Grant grant = devices.open(ann, "phone");
    String second = devices.refresh(grant.refreshToken()).refreshToken();
    String third = devices.refresh(second).refreshToken();
    refuses(grant.refreshToken());
    refuses(third);
    assertThat(log.revocations())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(Ids.uuid(record.getUser())).isEqualTo(ann);
              assertThat(Ids.uuid(record.getDevice())).isEqualTo(grant.device());
              assertThat(record.getIssuedUntil()).isGreaterThan(clock.instant().getEpochSecond());
            });
    assertThat(
            revocations.covers(
                new AccessToken(ann, grant.device(), clock.instant().getEpochSecond(), 0)))
        .isTrue();
    assertThat(devices.list(ann)).isEmpty();
  }

  @Test
  void theReplacedTokenIsOldOnceItsSuccessorWasUsed() {
    String first = devices.open(ann, "phone").refreshToken();
    String second = devices.refresh(first).refreshToken();
    String third = devices.refresh(second).refreshToken();
    refuses(first);
    refuses(third);
  }

  @Test
  void aMadeUpTokenRevokesNobody() {
    Grant grant = devices.open(ann, "phone");
    String forged = new RefreshTokens(SigningKeys.fresh()).first(ann, grant.device()).text();
    refuses(forged);
    assertThat(devices.list(ann)).hasSize(1);
    assertThat(log.revocations()).isEmpty();
  }

  @Test
  void aNewLogInOnADeviceForgetsItsOldTokens() {
    Grant grant = devices.open(ann, "phone");
    Grant again = devices.restart(ann, grant.device()).orElseThrow();
    assertThat(again.device()).isEqualTo(grant.device());
    assertThat(devices.refresh(again.refreshToken()).device()).isEqualTo(grant.device());
    assertThat(devices.restart(ann, UUID.randomUUID())).isEmpty();
    assertThat(devices.restart(UUID.randomUUID(), grant.device())).isEmpty();
  }

  @Test
  void aRevokedDeviceIsNeverLoggedInOnAgain() {
    Grant grant = devices.open(ann, "phone");
    assertThat(devices.revoke(ann, grant.device())).isTrue();
    assertThat(devices.restart(ann, grant.device())).isEmpty();
    refuses(grant.refreshToken());
    assertThat(devices.revoke(ann, UUID.randomUUID())).isFalse();
  }

  @Test
  void aRevocationIsRepeatedUntilTheLogHasIt() {
    Grant grant = devices.open(ann, "phone");
    log.setAway(true);
    assertThatThrownBy(() -> devices.revoke(ann, grant.device())).isInstanceOf(Problem.class);
    log.setAway(false);
    assertThat(devices.revoke(ann, grant.device())).isTrue();
    assertThat(log.revocations()).hasSize(1);
  }

  @Test
  void oneDeviceTooManySignsOutTheOneUnusedForLongest() {
    Grant oldest = devices.open(ann, "0");
    clock.pass(Duration.ofMinutes(1));
    Grant second = devices.open(ann, "1");
    clock.pass(Duration.ofMinutes(1));
    devices.refresh(oldest.refreshToken());
    devices.open(ann, "2");
    devices.open(ann, "3");
    assertThat(devices.list(ann)).extracting(Device::name).containsExactlyInAnyOrder("0", "2", "3");
    refuses(second.refreshToken());
  }

  @Test
  void revokedDevicesAreForgottenAfterADay() {
    devices.revoke(ann, devices.open(ann, "0").device());
    clock.pass(Duration.ofDays(2));
    devices.open(ann, "1");
    assertThat(store.all(ann)).extracting(Device::name).containsExactly("1");
  }

  private void refuses(String token) {
    assertThatThrownBy(() -> devices.refresh(token))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(401);
              assertThat(problem.code()).isEqualTo("invalid-refresh-token");
            });
  }
}
