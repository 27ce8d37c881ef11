package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.util.Optional;

/// A private key, its published id, and the one algorithm it is for. Safe for several threads.
public record SigningKey(String id, JWSAlgorithm algorithm, JWSSigner signer) {
  /// Empty unless it is a private key with an id, of a kind that signs access tokens.
  public static Optional<SigningKey> of(JWK key) {
    try {
      boolean usable = key.isPrivate() && key.getKeyID() != null;
      return usable && key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())
          ? Optional.of(new SigningKey(ec.getKeyID(), JWSAlgorithm.ES256, new ECDSASigner(ec)))
          : Optional.empty();
    } catch (JOSEException unusable) {
      return Optional.empty();
    }
  }
}
