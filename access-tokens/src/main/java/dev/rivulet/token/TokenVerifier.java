package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rivulet.contracts.id.Ids;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/// Verifies access tokens (RFC 9068): under a key of ours with that key's algorithm, of type
/// `at+jwt`, for exactly our issuer and audience, not expired. Key addresses in a token's header
/// are never followed.
public final class TokenVerifier implements TokenCheck {
  static final long SKEW_SECONDS = 30;

  /// Longer-lived tokens are refused: revocations older than this may be forgotten.
  public static final Duration LIFETIME_MAX = Duration.ofDays(1);

  static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  static final String DEVICE = "device";
  private static final int CHARS_MAX = 4096;

  private final VerificationKeys keys;
  private final String issuer;
  private final String audience;
  private final InstantSource clock;

  public TokenVerifier(VerificationKeys keys, String issuer, String audience, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public Verdict verify(String text) {
    if (text.length() > CHARS_MAX) {
      return new Verdict.Refused();
    }
    SignedJWT jwt;
    try {
      jwt = SignedJWT.parse(text);
    } catch (ParseException notAToken) {
      return new Verdict.Refused();
    }
    String keyId = jwt.getHeader().getKeyID();
    if (!TYPE.equals(jwt.getHeader().getType()) || keyId == null) {
      return new Verdict.Refused();
    }
    return switch (keys.find(keyId)) {
      case VerificationKeys.Lookup.Found(VerificationKey key) -> verify(jwt, key);
      case VerificationKeys.Lookup.Unknown() -> new Verdict.Refused();
      case VerificationKeys.Lookup.NotNow() -> new Verdict.Undecided();
    };
  }

  private Verdict verify(SignedJWT jwt, VerificationKey key) {
    try {
      boolean signed =
          key.algorithm().equals(jwt.getHeader().getAlgorithm()) && jwt.verify(key.verifier());
      return signed ? judge(jwt.getJWTClaimsSet()) : new Verdict.Refused();
    } catch (JOSEException | ParseException unusable) {
      return new Verdict.Refused();
    }
  }

  private Verdict judge(JWTClaimsSet claims) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    Optional<UUID> user = id(claims.getSubject());
    Optional<UUID> device = id(claims.getClaim(DEVICE));
    boolean complete =
        issuer.equals(claims.getIssuer())
            && claims.getAudience().size() == 1
            && audience.equals(claims.getAudience().getFirst())
            && issued != null
            && expires != null;
    if (!complete || user.isEmpty() || device.isEmpty()) {
      return new Verdict.Refused();
    }
    long issuedAt = issued.toInstant().getEpochSecond();
    long expiresAt = expires.toInstant().getEpochSecond();
    long now = clock.millis() / 1000;
    Date notBefore = claims.getNotBeforeTime();
    boolean early =
        issuedAt > now + SKEW_SECONDS
            || (notBefore != null && notBefore.toInstant().getEpochSecond() > now + SKEW_SECONDS);
    if (early || expiresAt - issuedAt > LIFETIME_MAX.toSeconds()) {
      return new Verdict.Refused();
    }
    if (now >= expiresAt + SKEW_SECONDS) {
      return new Verdict.Expired();
    }
    return new Verdict.Valid(new AccessToken(user.get(), device.get(), issuedAt, expiresAt));
  }

  private static Optional<UUID> id(Object claim) {
    return claim instanceof String text ? Ids.parse(text) : Optional.empty();
  }

  @Override
  public long nanosLeft(AccessToken token) {
    long millis = (token.expiresAt() + SKEW_SECONDS) * 1000 - clock.millis();
    return millis * 1_000_000;
  }
}
