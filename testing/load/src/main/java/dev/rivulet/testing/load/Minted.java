package dev.rivulet.testing.load;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// People without accounts, whose access tokens are signed with the installation's own key: ten
/// thousand sign-ups take longer than what is measured with them.
final class Minted {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ECKey key;
  private final ECDSASigner signer;

  /// One user with one device.
  record Guest(UUID user, UUID device, String token) {}

  Minted(Path data) {
    try {
      key =
          JWKSet.load(data.resolve("secrets/token-keys.json").toFile()).getKeys().stream()
              .filter(ECKey.class::isInstance)
              .map(ECKey.class::cast)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no signing key in " + data));
      signer = new ECDSASigner(key);
    } catch (IOException | ParseException | JOSEException e) {
      throw new IllegalStateException("no signing key in " + data, e);
    }
  }

  List<Guest> guests(int count) {
    return Stream.generate(this::guest).limit(count).toList();
  }

  private Guest guest() {
    UUID user = UUID.randomUUID();
    UUID device = UUID.randomUUID();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID())
            .build();
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("rivulet")
            .audience("rivulet")
            .subject(user.toString())
            .claim("device", device.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    var jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return new Guest(user, device, jwt.serialize());
  }
}
