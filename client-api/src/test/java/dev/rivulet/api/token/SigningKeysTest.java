package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.nimbusds.jose.JOSEException;
import dev.rivulet.api.ManualClock;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.token.KeyAlgorithm;
import dev.rivulet.token.Verdict;
import dev.rivulet.token.VerificationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private final Caller caller = new Caller(UUID.randomUUID(), UUID.randomUUID());

  @TempDir Path directory;

  @Test
  void aMissingFileIsMadeForItsOwnerAlone() throws Exception {
    Path file = directory.resolve("new/keys.json");
    SigningKeys made = SigningKeys.load(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SigningKeys.load(file).currentId()).isEqualTo(made.currentId());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void manyWhoStartAtOnceUseOneKey() {
    Path file = directory.resolve("keys.json");
    List<String> ids =
        IntStream.range(0, 8).parallel().mapToObj(_ -> SigningKeys.load(file).currentId()).toList();
    assertThat(ids).containsOnly(ids.getFirst());
  }

  @Test
  void onlyPublicPartsArePublished() {
    assertThat(SigningKeys.fresh().publicSet())
        .extractingByKey("keys", LIST)
        .singleElement(MAP)
        .containsOnlyKeys("kty", "use", "crv", "kid", "x", "y");
  }

  @Test
  void aFileOfSomethingElseIsAConfigurationFailure() throws Exception {
    Path file = Files.writeString(directory.resolve("keys.json"), "{\"keys\":[]}");
    assertThatThrownBy(() -> SigningKeys.load(file))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("api.signing-key-file");
  }

  @Test
  void aNewKeyIsPublishedSignsAndTheOldOneEnds() throws Exception {
    ManualClock clock = new ManualClock();
    SigningKeys keys = load(KeyAlgorithm.ES256, clock);
    KeyRotation rotation = rotation(keys, clock);
    String old = keys.currentId();
    clock.pass(Duration.ofDays(29));
    rotation.look();
    assertThat(published(keys)).containsExactly(old);
    clock.pass(Duration.ofDays(1));
    rotation.look();
    rotation.look();
    assertThat(published(keys)).hasSize(2);
    assertThat(keys.currentId()).isEqualTo(old);
    clock.pass(Duration.ofMinutes(15));
    assertThat(keys.currentId()).isNotEqualTo(old);
    assertThat(keys.find(old)).isInstanceOf(VerificationKeys.Lookup.Found.class);
    clock.pass(Duration.ofMinutes(16));
    rotation.look();
    assertThat(published(keys)).hasSize(2);
    clock.pass(Duration.ofMinutes(1));
    rotation.look();
    assertThat(published(keys)).containsExactly(keys.currentId());
    assertThat(keys.find(old)).isEqualTo(new VerificationKeys.Lookup.Unknown());
  }

  @Test
  void processesOfOneFileTakeOverEachOthersKeys() throws Exception {
    ManualClock clock = new ManualClock();
    Path file = directory.resolve("keys.json");
    SigningKeys one = SigningKeys.load(file, KeyAlgorithm.ES256, clock);
    SigningKeys two = SigningKeys.load(file, KeyAlgorithm.ES256, clock);
    byte[] refreshKey = one.refreshKey();
    String next = rotation(one, clock).rotate(false);
    clock.pass(Duration.ofMinutes(15));
    two.reload();
    assertThat(two.currentId()).isEqualTo(next);
    assertThat(two.refreshKey()).isEqualTo(refreshKey);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void ofProcessesThatRotateAtOnceOneDoesIt() throws Exception {
    ManualClock clock = new ManualClock();
    Path file = directory.resolve("keys.json");
    List<SigningKeys> all =
        IntStream.range(0, 4)
            .mapToObj(_ -> SigningKeys.load(file, KeyAlgorithm.ES256, clock))
            .toList();
    clock.pass(Duration.ofDays(31));
    Optional<Instant> newest = all.getFirst().newest();
    all.parallelStream()
        .forEach(
            keys -> {
              try {
                keys.rotateAfter(newest, Duration.ofMinutes(15));
              } catch (IOException | JOSEException | ParseException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(published(SigningKeys.load(file, KeyAlgorithm.ES256, clock))).hasSize(2);
  }

  private SigningKeys load(KeyAlgorithm algorithm, ManualClock clock) {
    return SigningKeys.load(directory.resolve("keys.json"), algorithm, clock);
  }

  /// From one algorithm to the other and back: whoever has a token keeps it for its whole life.
  @Test
  void anotherAlgorithmFollowsWithoutALogOut() throws Exception {
    ManualClock clock = new ManualClock();
    load(KeyAlgorithm.ES256, clock);
    for (KeyAlgorithm next : List.of(KeyAlgorithm.EDDSA, KeyAlgorithm.ES256)) {
      SigningKeys keys = load(next, clock);
      AccessTokens tokens =
          new AccessTokens(keys, "rivulet", "rivulet", Duration.ofMinutes(15), clock);
      KeyRotation rotation = rotation(keys, clock);
      rotation.look();
      rotation.look();
      assertThat(keyTypes(keys)).containsExactlyInAnyOrder("EC", "OKP");
      clock.pass(Duration.ofMinutes(14));
      String before = tokens.issue(caller);
      clock.pass(Duration.ofMinutes(1));
      String after = tokens.issue(caller);
      assertThat(keys.current().isFor(next)).isTrue();
      for (int minute = 0; minute < 14; minute++) {
        rotation.look();
        assertThat(tokens.verify(before)).isInstanceOf(Verdict.Valid.class);
        assertThat(tokens.verify(after)).isInstanceOf(Verdict.Valid.class);
        clock.pass(Duration.ofMinutes(1));
      }
      clock.pass(Duration.ofMinutes(4));
      rotation.look();
      assertThat(keyTypes(keys)).containsExactly(next == KeyAlgorithm.EDDSA ? "OKP" : "EC");
      assertThat(keys.publicSet().toString()).doesNotContain(" d=", "{d=");
    }
  }

  private static List<Object> keyTypes(SigningKeys keys) {
    return ((List<?>) keys.publicSet().getOrDefault("keys", List.of()))
        .stream().<Object>map(key -> String.valueOf(((Map<?, ?>) key).get("kty"))).toList();
  }

  @Test
  void afterATheftTheNewKeyStandsAlone() {
    ManualClock clock = new ManualClock();
    SigningKeys keys = load(KeyAlgorithm.ES256, clock);
    KeyRotation rotation = rotation(keys, clock);
    rotation.rotate(false);
    String next = rotation.rotate(true);
    assertThat(keys.currentId()).isEqualTo(next);
    assertThat(published(keys)).containsExactly(next);
  }

  private static KeyRotation rotation(SigningKeys keys, ManualClock clock) {
    return new KeyRotation(
        keys,
        new KeyRotation.Settings(
            Duration.ofDays(30), Duration.ofMinutes(15), Duration.ofMinutes(15)),
        clock);
  }

  private static List<Object> published(SigningKeys keys) {
    return ((List<?>) keys.publicSet().getOrDefault("keys", List.of()))
        .stream().<Object>map(key -> String.valueOf(((Map<?, ?>) key).get("kid"))).toList();
  }
}
