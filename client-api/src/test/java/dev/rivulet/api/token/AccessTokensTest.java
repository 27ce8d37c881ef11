package dev.rivulet.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  private final SigningKeys keys = SigningKeys.fresh();
  private final Caller caller = new Caller(UUID.randomUUID(), UUID.randomUUID());
  private final AccessTokens tokens = at(START);

  private AccessTokens at(Instant now) {
    return new AccessTokens(keys, "rivulet", "rivulet", LIFETIME, InstantSource.fixed(now));
  }

  @Test
  void anIssuedTokenNamesItsCaller() {
    assertThat(tokens.verify(tokens.issue(caller)))
        .isEqualTo(
            new Verdict.Valid(
                new AccessToken(
                    caller.user(),
                    caller.device(),
                    START.getEpochSecond(),
                    START.plus(LIFETIME).getEpochSecond())));
  }

  @Test
  void theHeaderIsThatOfAnAccessToken() throws Exception {
    JWSHeader header = SignedJWT.parse(tokens.issue(caller)).getHeader();
    assertThat(header.getType()).hasToString("at+jwt");
    assertThat(header.getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(header.getKeyID()).isEqualTo(keys.currentId());
  }

  @Test
  void aTokenExpiresAfterItsLifetimeAndTheSkew() {
    String token = tokens.issue(caller);
    Instant end = START.plus(LIFETIME).plusSeconds(30);
    assertThat(at(end.minusSeconds(1)).verify(token)).isInstanceOf(Verdict.Valid.class);
    assertThat(at(end).verify(token)).isInstanceOf(Verdict.Expired.class);
  }

  @Test
  void aTokenFromTheFutureIsRefused() {
    String token = at(START.plusSeconds(31)).issue(caller);
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anotherIssuerOrAudienceIsRefused() {
    InstantSource clock = InstantSource.fixed(START);
    AccessTokens otherIssuer = new AccessTokens(keys, "other", "rivulet", LIFETIME, clock);
    AccessTokens otherAudience = new AccessTokens(keys, "rivulet", "other", LIFETIME, clock);
    assertThat(tokens.verify(otherIssuer.issue(caller))).isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.verify(otherAudience.issue(caller))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anotherInstallationsTokenIsRefused() {
    AccessTokens other =
        new AccessTokens(
            SigningKeys.fresh(), "rivulet", "rivulet", LIFETIME, InstantSource.fixed(START));
    assertThat(tokens.verify(other.issue(caller))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aTokenOfAnotherTypeIsRefused() throws Exception {
    assertThat(tokens.verify(signed(new JOSEObjectType("JWT"), it -> it)))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aTokenWithoutWhatItNeedsIsRefused() throws Exception {
    JOSEObjectType type = new JOSEObjectType("at+jwt");
    assertThat(tokens.verify(signed(type, it -> it))).isInstanceOf(Verdict.Valid.class);
    assertThat(tokens.verify(signed(type, it -> it.subject("ann"))))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.verify(signed(type, it -> it.claim("device", null))))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.verify(signed(type, it -> it.expirationTime(null))))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.verify(signed(type, it -> it.issueTime(null))))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aChangedOrUnsignedTokenIsRefused() throws Exception {
    String token = tokens.issue(caller);
    String[] parts = token.split("\\.", -1);
    String other = tokens.issue(new Caller(UUID.randomUUID(), UUID.randomUUID()));
    String mixed = parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2];
    String plain = new PlainJWT(SignedJWT.parse(token).getJWTClaimsSet()).serialize();
    for (String bad : new String[] {mixed, plain, parts[0], "", "a.b.c", "x".repeat(5000)}) {
      assertThat(tokens.verify(bad)).as(bad).isInstanceOf(Verdict.Refused.class);
    }
  }

  private String signed(JOSEObjectType type, UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("rivulet")
            .audience("rivulet")
            .subject(caller.user().toString())
            .claim("device", caller.device().toString())
            .issueTime(Date.from(START))
            .expirationTime(Date.from(START.plus(LIFETIME)));
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).keyID(keys.currentId()).build();
    SignedJWT token = new SignedJWT(header, change.apply(claims).build());
    token.sign(keys.current().signer());
    return token.serialize();
  }
}
