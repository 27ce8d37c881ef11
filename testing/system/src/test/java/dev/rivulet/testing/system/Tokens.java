package dev.rivulet.testing.system;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rivulet.token.KeyAlgorithm;
import dev.rivulet.token.SigningKey;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/// Access tokens that client-api would not give, for a user and device of ours.
final class Tokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final SigningKey key;
  private final UUID user;
  private final UUID device;

  private Tokens(SigningKey key, UUID user, UUID device) {
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
      SigningKey key =
          keys.getKeys().stream()
              .map(SigningKey::of)
              .flatMap(Optional::stream)
              .reduce((_, newest) -> newest)
              .orElseThrow();
      return new Tokens(key, user, device);
    } catch (IOException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signed with another key that says it is ours.
  Tokens forged() {
    KeyAlgorithm algorithm =
        Arrays.stream(KeyAlgorithm.values()).filter(key::isFor).findFirst().orElseThrow();
    SigningKey other = SigningKey.of(algorithm.newKey(null, null)).orElseThrow();
    return new Tokens(new SigningKey(key.id(), key.algorithm(), other.signer()), user, device);
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
        new JWSHeader.Builder(key.algorithm())
            .type(new JOSEObjectType(type))
            .keyID(key.id())
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
      jwt.sign(key.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
