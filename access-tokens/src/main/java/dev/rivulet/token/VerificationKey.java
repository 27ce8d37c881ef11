package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.util.Optional;

/// A public key and the one algorithm it is for: what a token's header says never chooses (RFC 8725
/// section 3.1). Safe for several threads.
public record VerificationKey(JWSAlgorithm algorithm, JWSVerifier verifier) {
  /// Empty for a key of a kind that signs no access tokens.
  public static Optional<VerificationKey> of(JWK key) {
    try {
      return key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())
          ? Optional.of(
              new VerificationKey(JWSAlgorithm.ES256, new ECDSAVerifier(ec.toPublicJWK())))
          : Optional.empty();
    } catch (JOSEException unusable) {
      return Optional.empty();
    }
  }
}
