package dev.rivulet.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rivulet.contracts.id.Ids;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/// Verifies access tokens (RFC 9068): ES256 under a key of ours, of type `at+jwt`, for exactly our
/// issuer and audience, not expired. Key addresses in a token's header are never followed.
public final class TokenVerifier implements TokenCheck {
  static final long SKEW_SECONDS = 30;

  /// Longer-lived tokens are refused: revocations older than this may be forgotten.
  static final long LIFETIME_SECONDS_MAX = 86_400;

  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String DEVICE = "device";

  private final SigningKeys keys;
  private final String issuer;
  private final String audience;
  private final Clock clock;

  public TokenVerifier(SigningKeys keys, String issuer, String audience, Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public Verdict verify(String text) {
    SignedJWT jwt;
    try {
      jwt = SignedJWT.parse(text);
    } catch (ParseException notAToken) {
      return new Verdict.Refused();
    }
    JWSHeader header = jwt.getHeader();
    String keyId = header.getKeyID();
    boolean ours =
        JWSAlgorithm.ES256.equals(header.getAlgorithm()) && TYPE.equals(header.getType());
    if (!ours || keyId == null) {
      return new Verdict.Refused();
    }
    return switch (keys.find(keyId)) {
      case SigningKeys.Lookup.Found(ECKey key) -> verify(jwt, key);
      case SigningKeys.Lookup.Unknown() -> new Verdict.Refused();
      case SigningKeys.Lookup.NotNow() -> new Verdict.Undecided();
    };
  }

  private Verdict verify(SignedJWT jwt, ECKey key) {
    try {
      if (!jwt.verify(new ECDSAVerifier(key))) {
        return new Verdict.Refused();
      }
      return judge(jwt.getJWTClaimsSet());
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
    if (early || expiresAt - issuedAt > LIFETIME_SECONDS_MAX) {
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
