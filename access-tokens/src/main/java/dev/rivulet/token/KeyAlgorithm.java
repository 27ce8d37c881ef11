package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// The algorithms in which access tokens are signed; a key is for one of them.
public enum KeyAlgorithm {
  /// ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4).
  ES256,
  /// Ed25519 (RFC 8037 section 3.1).
  EDDSA;

  /// A new private key, named by its thumbprint (RFC 7638).
  ///
  /// @param issued when it was made
  /// @param from when it begins to sign
  public JWK newKey(@Nullable Date issued, @Nullable Date from) {
    try {
      return switch (this) {
        case ES256 ->
            new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .issueTime(issued)
                .notBeforeTime(from)
                .generate();
        case EDDSA ->
            Ed25519.newKey()
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint()
                .issueTime(issued)
                .notBeforeTime(from)
                .build();
      };
    } catch (JOSEException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
