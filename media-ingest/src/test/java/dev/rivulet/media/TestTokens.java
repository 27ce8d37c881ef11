package dev.rivulet.media;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.SigningKey;
import dev.rivulet.token.TokenSigner;
import java.time.Instant;
import java.util.UUID;

/// Signs access tokens as client-api does.
public final class TestTokens {
  private final ECKey key;
  private final TokenSigner signer = new TokenSigner("rivulet", "rivulet");

  public TestTokens(String keyId) {
    try {
      this.key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The key set as client-api publishes it.
  public String keySet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  public String token(UUID user, UUID device) {
    return token(user, device, Instant.now());
  }

  /// Good but for its audience.
  public String forAnother(String audience, UUID user) {
    long seconds = Instant.now().getEpochSecond();
    var token = new AccessToken(user, new UUID(7, 7), seconds, seconds + 900);
    return new TokenSigner("rivulet", audience).sign(token, SigningKey.of(key).orElseThrow());
  }

  public String token(UUID user, UUID device, Instant issued) {
    long seconds = issued.getEpochSecond();
    var token = new AccessToken(user, device, seconds, seconds + 900);
    return signer.sign(token, SigningKey.of(key).orElseThrow());
  }
}
