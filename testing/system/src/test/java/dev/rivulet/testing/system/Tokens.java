package dev.rivulet.testing.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// Access tokens that client-api would not give, for a user and device of ours.
final class Tokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ECKey key;
  private final UUID user;
  private final UUID device;

  private Tokens(ECKey key, UUID user, UUID device) {
    this.key = key;
    this.user = user;
    this.device = device;
  }

  /// Signed with the key of the installation.
  static Tokens ours(TestStack stack, Person person) {
    return ours(stack, person.id(), person.device().device());
  }

  /// The same for anybody, whether he has an account or not: a gateway looks at tokens alone.
  static Tokens ours(TestStack stack, UUID user, UUID device) {
    try {
      JWKSet keys = JWKSet.load(stack.file("secrets/token-keys.json").toFile());
      ECKey key =
          keys.getKeys().stream()
              .filter(ECKey.class::isInstance)
              .map(ECKey.class::cast)
              .findFirst()
              .orElseThrow();
      return new Tokens(key, user, device);
    } catch (IOException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signed with another key that says it is ours.
  Tokens forged() {
    try {
      ECKey other = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
      return new Tokens(other, user, device);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String valid() {
    return token("at+jwt", "rivulet", Instant.now());
  }

  /// Two minutes beyond its end.
  String expired() {
    return token("at+jwt", "rivulet", Instant.now().minus(LIFETIME).minusSeconds(120));
  }

  String forAnotherAudience() {
    return token("at+jwt", "elsewhere", Instant.now());
  }

  String ofAnotherType() {
    return token("JWT", "rivulet", Instant.now());
  }

  private String token(String type, String audience, Instant issued) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType(type))
            .keyID(key.getKeyID())
            .build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("rivulet")
            .audience(audience)
            .subject(user.toString())
            .claim("device", device.toString())
            .issueTime(Date.from(issued))
            .expirationTime(Date.from(issued.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
