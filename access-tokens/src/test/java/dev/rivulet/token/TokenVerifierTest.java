package dev.rivulet.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);

  private final TestTokens tokens = new TestTokens("key-1");
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private volatile String keySet = tokens.keySet();
  private volatile boolean away;
  private final PublishedKeys keys = new PublishedKeys(this::read, nanos::get);
  private final TokenVerifier verifier =
      new TokenVerifier(keys, "rivulet", "rivulet", InstantSource.fixed(NOW));

  private String read() throws IOException {
    reads.incrementAndGet();
    if (away) {
      throw new IOException("away");
    }
    return keySet;
  }

  @Test
  void goodTokenNamesUserAndDevice() {
    var expected = new AccessToken(ANN, PHONE, NOW.getEpochSecond(), NOW.getEpochSecond() + 900);
    assertThat(verifier.verify(tokens.token(ANN, PHONE, NOW)))
        .isEqualTo(new Verdict.Valid(expected));
    assertThat(verifier.nanosLeft(expected)).isEqualTo(930_000_000_000L);
  }

  @Test
  void expiryAllowsThirtySecondsOfSkew() {
    assertThat(at(NOW.minusSeconds(929))).isInstanceOf(Verdict.Valid.class);
    assertThat(at(NOW.minusSeconds(930))).isEqualTo(new Verdict.Expired());
    assertThat(at(NOW.plusSeconds(30))).isInstanceOf(Verdict.Valid.class);
    assertThat(at(NOW.plusSeconds(31))).isEqualTo(new Verdict.Refused());
  }

  @Test
  void everyClaimMustBeRight() {
    assertRefused(claims -> claims.issuer("other"));
    assertRefused(claims -> claims.issuer(null));
    assertRefused(claims -> claims.audience("other"));
    assertRefused(claims -> claims.audience(List.of("rivulet", "other")));
    assertRefused(claims -> claims.subject(null));
    assertRefused(claims -> claims.subject("1-1-1-1-1"));
    assertRefused(claims -> claims.claim("device", null));
    assertRefused(claims -> claims.claim("device", 7));
    assertRefused(claims -> claims.issueTime(null));
    assertRefused(claims -> claims.expirationTime(null));
    assertRefused(claims -> claims.expirationTime(Date.from(NOW.plusSeconds(86_401))));
    assertRefused(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60))));
  }

  @Test
  void typeMustBeAccessToken() {
    var claims = TestTokens.claims(ANN, PHONE, NOW).build();
    assertThat(verifier.verify(tokens.sign(it -> it.type(JOSEObjectType.JWT), claims)))
        .isEqualTo(new Verdict.Refused());
    assertThat(verifier.verify(tokens.sign(it -> it.type(null), claims)))
        .isEqualTo(new Verdict.Refused());
  }

  @Test
  void anotherKeyUnderTheSameIdIsRefused() {
    var stranger = new TestTokens("key-1");
    assertThat(verifier.verify(stranger.token(ANN, PHONE, NOW))).isEqualTo(new Verdict.Refused());
  }

  @Test
  void changedTokenIsRefused() {
    String[] parts = tokens.token(ANN, PHONE, NOW).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed = claims.replace(ANN.toString(), PHONE.toString());
    String token =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(changed.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];
    assertThat(verifier.verify(token)).isEqualTo(new Verdict.Refused());
  }

  @Test
  void unsignedTokenAndGarbageAreRefused() {
    String none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30.";
    for (String text : new String[] {none, "", ".", "..", "a.b.c", "x".repeat(10_000)}) {
      assertThat(verifier.verify(text)).isEqualTo(new Verdict.Refused());
    }
    assertThat(reads).hasValue(0);
  }

  @Test
  void unknownKeyIsAskedForAtMostOnceInThirtySeconds() {
    var next = new TestTokens("key-2");
    assertThat(verifier.verify(next.token(ANN, PHONE, NOW))).isEqualTo(new Verdict.Refused());
    for (int count = 0; count < 10; count++) {
      assertThat(verifier.verify(next.token(ANN, PHONE, NOW))).isEqualTo(new Verdict.Undecided());
    }
    assertThat(reads).hasValue(1);

    keySet = next.keySet();
    nanos.addAndGet(PublishedKeys.ASK_AGAIN.toNanos());
    assertThat(verifier.verify(next.token(ANN, PHONE, NOW))).isInstanceOf(Verdict.Valid.class);
    assertThat(verifier.verify(tokens.token(ANN, PHONE, NOW))).isEqualTo(new Verdict.Undecided());
    assertThat(reads).hasValue(2);
  }

  @Test
  void tokenIsUndecidedWhileTheKeysAreAway() {
    away = true;
    assertThat(at(NOW)).isEqualTo(new Verdict.Undecided());
    assertThat(keys.known()).isFalse();
  }

  private Verdict at(Instant issued) {
    return verifier.verify(tokens.token(ANN, PHONE, issued));
  }

  private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> change) {
    var claims = change.apply(TestTokens.claims(ANN, PHONE, NOW)).build();
    assertThat(verifier.verify(tokens.sign(it -> it, claims))).isEqualTo(new Verdict.Refused());
  }
}
