package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Signs access tokens as client-api does.
public final class TestTokens {
  private final JWK key;

  public TestTokens(String keyId) {
    this(keyId, KeyAlgorithm.ES256);
  }

  public TestTokens(String keyId, KeyAlgorithm algorithm) {
    JWK made = algorithm.newKey(null, null);
    this.key =
        switch (made) {
          case ECKey ec -> new ECKey.Builder(ec).keyID(keyId).build();
          case OctetKeyPair pair -> new OctetKeyPair.Builder(pair).keyID(keyId).build();
          default -> throw new IllegalStateException(made.toString());
        };
  }

  JWK key() {
    return key;
  }

  /// The key set as client-api publishes it.
  public String keySet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  public String token(UUID user, UUID device) {
    return token(user, device, Instant.now());
  }

  public String token(UUID user, UUID device, Instant issued) {
    return sign(it -> it, claims(user, device, issued).build());
  }

  public static JWTClaimsSet.Builder claims(UUID user, UUID device, Instant issued) {
    return new JWTClaimsSet.Builder()
        .issuer("rivulet")
        .audience("rivulet")
        .subject(user.toString())
        .claim("device", device.toString())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(issued))
        .expirationTime(Date.from(issued.plusSeconds(900)));
  }

  public String sign(UnaryOperator<JWSHeader.Builder> header, JWTClaimsSet claims) {
    var builder =
        new JWSHeader.Builder(signer().algorithm())
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID());
    var jwt = new SignedJWT(header.apply(builder).build(), claims);
    try {
      jwt.sign(signer().signer());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  private SigningKey signer() {
    return SigningKey.of(key).orElseThrow();
  }
}
