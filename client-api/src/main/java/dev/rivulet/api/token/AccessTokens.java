package dev.rivulet.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rivulet.contracts.id.Ids;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Access tokens: JWTs of type `at+jwt` (RFC 9068), signed ES256.
///
/// What counts is fixed here, never taken from a token's header: the type, the one algorithm, a key
/// of our own by `kid`, the exact issuer and audience. 30 s of clock skew are allowed.
public final class AccessTokens {
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String DEVICE = "device";
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final int CHARS_MAX = 4096;

  private final SigningKeys keys;
  private final String issuer;
  private final String audience;
  private final Duration lifetime;
  private final InstantSource clock;

  /// What a token is worth.
  public sealed interface Verdict {
    /// `issuedAt` in seconds, as a revocation compares it.
    record Valid(Caller caller, long issuedAt) implements Verdict {}

    /// Ours, but no longer in force.
    record Expired() implements Verdict {}

    record Refused() implements Verdict {}
  }

  public AccessTokens(
      SigningKeys keys, String issuer, String audience, Duration lifetime, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  public Duration lifetime() {
    return lifetime;
  }

  public String issue(Caller caller) {
    Instant now = clock.instant();
    String keyId = keys.currentId();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(keyId).build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(caller.user().toString())
            .claim(DEVICE, caller.device().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(keys.signer(keyId));
    } catch (JOSEException brokenKey) {
      throw new IllegalStateException(brokenKey);
    }
    return token.serialize();
  }

  public Verdict verify(String text) {
    try {
      return text.length() > CHARS_MAX ? new Verdict.Refused() : verify(SignedJWT.parse(text));
    } catch (ParseException | JOSEException | IllegalArgumentException notAToken) {
      return new Verdict.Refused();
    }
  }

  private Verdict verify(SignedJWT token) throws ParseException, JOSEException {
    JWSHeader header = token.getHeader();
    if (!TYPE.equals(header.getType()) || !JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      return new Verdict.Refused();
    }
    Optional<JWSVerifier> verifier = keys.verifier(header.getKeyID());
    if (verifier.isEmpty() || !token.verify(verifier.get())) {
      return new Verdict.Refused();
    }
    JWTClaimsSet claims = token.getJWTClaimsSet();
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    Optional<Caller> caller = caller(claims);
    if (issued == null || expires == null || caller.isEmpty() || !isForUs(claims)) {
      return new Verdict.Refused();
    }
    Instant now = clock.instant();
    if (issued.toInstant().isAfter(now.plus(SKEW))) {
      return new Verdict.Refused();
    }
    return expires.toInstant().plus(SKEW).isBefore(now)
        ? new Verdict.Expired()
        : new Verdict.Valid(caller.get(), issued.toInstant().getEpochSecond());
  }

  private boolean isForUs(JWTClaimsSet claims) {
    return issuer.equals(claims.getIssuer()) && List.of(audience).equals(claims.getAudience());
  }

  private static Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
    Optional<UUID> user = id(claims.getSubject());
    Optional<UUID> device = id(claims.getStringClaim(DEVICE));
    return user.flatMap(u -> device.map(d -> new Caller(u, d)));
  }

  private static Optional<UUID> id(@Nullable String text) {
    return Optional.ofNullable(text).flatMap(Ids::parse);
  }
}
