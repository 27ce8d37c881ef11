package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.util.Optional;

/// A private key, its published id, and the one algorithm it is for. Safe for several threads.
public record SigningKey(String id, JWSAlgorithm algorithm, JWSSigner signer) {
  public boolean isFor(KeyAlgorithm asked) {
    return algorithm.getName().equalsIgnoreCase(asked.name());
  }

  /// Empty unless it is a private key with an id, of a kind that signs access tokens.
  public static Optional<SigningKey> of(JWK key) {
    String id = key.getKeyID();
    if (!key.isPrivate() || id == null) {
      return Optional.empty();
    }
    try {
      return switch (key) {
        case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
            Optional.of(new SigningKey(id, JWSAlgorithm.ES256, new ECDSASigner(ec)));
        case OctetKeyPair pair when Ed25519.isKey(pair) ->
            Optional.of(new SigningKey(id, JWSAlgorithm.EdDSA, Ed25519.signer(pair)));
        default -> Optional.empty();
      };
    } catch (JOSEException unusable) {
      return Optional.empty();
    }
  }
}
