package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// Writes access tokens as [TokenVerifier] reads them.
public final class TokenSigner {
  private final String issuer;
  private final String audience;

  public TokenSigner(String issuer, String audience) {
    this.issuer = issuer;
    this.audience = audience;
  }

  public String sign(AccessToken token, SigningKey key) {
    JWSHeader header =
        new JWSHeader.Builder(key.algorithm()).type(TokenVerifier.TYPE).keyID(key.id()).build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(token.user().toString())
            .claim(TokenVerifier.DEVICE, token.device().toString())
            .issueTime(Date.from(Instant.ofEpochSecond(token.issuedAt())))
            .expirationTime(Date.from(Instant.ofEpochSecond(token.expiresAt())))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException brokenKey) {
      throw new IllegalStateException(brokenKey);
    }
    return jwt.serialize();
  }
}
