package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.util.Optional;

/// A public key and the one algorithm it is for: what a token's header says never chooses (RFC 8725
/// section 3.1). Safe for several threads.
public record VerificationKey(JWSAlgorithm algorithm, JWSVerifier verifier) {
  /// Empty for a key of a kind that signs no access tokens, or that says it is for something else.
  public static Optional<VerificationKey> of(JWK key) {
    try {
      Optional<VerificationKey> usable =
          switch (key) {
            case ECKey ec when Curve.P_256.equals(ec.getCurve()) ->
                Optional.of(
                    new VerificationKey(JWSAlgorithm.ES256, new ECDSAVerifier(ec.toPublicJWK())));
            case OctetKeyPair pair when Ed25519.isKey(pair) ->
                Optional.of(new VerificationKey(JWSAlgorithm.EdDSA, Ed25519.verifier(pair)));
            default -> Optional.empty();
          };
      return usable.filter(
          it -> key.getAlgorithm() == null || it.algorithm().equals(key.getAlgorithm()));
    } catch (JOSEException unusable) {
      return Optional.empty();
    }
  }
}
