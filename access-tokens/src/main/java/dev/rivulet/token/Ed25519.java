package dev.rivulet.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/// Ed25519 by the JDK; the JOSE library itself wants another library for it.
///
/// A JWK holds the bare 32 bytes of a key (RFC 8037 section 2), the JDK takes them behind the few
/// that name the algorithm (RFC 8410 sections 4 and 7).
final class Ed25519 {
  private static final String NAME = "Ed25519";
  private static final int KEY_BYTES = 32;
  private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] PRIVATE_HEAD =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA);

  private Ed25519() {}

  static boolean isKey(OctetKeyPair key) {
    return Curve.Ed25519.equals(key.getCurve());
  }

  static OctetKeyPair.Builder newKey() throws JOSEException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
      return new OctetKeyPair.Builder(Curve.Ed25519, bare(pair.getPublic().getEncoded()))
          .d(bare(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }

  private static Base64URL bare(byte[] encoded) {
    return Base64URL.encode(
        Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
  }

  static JWSVerifier verifier(OctetKeyPair key) throws JOSEException {
    try {
      byte[] encoded = encoded(PUBLIC_HEAD, key.getX());
      return new Verifier(
          KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }

  static JWSSigner signer(OctetKeyPair key) throws JOSEException {
    try {
      byte[] encoded = encoded(PRIVATE_HEAD, key.getD());
      return new Signer(
          KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new JOSEException(e.getMessage(), e);
    }
  }

  private static byte[] encoded(byte[] head, Base64URL bare) throws JOSEException {
    byte[] key = bare.decode();
    if (key.length != KEY_BYTES) {
      throw new JOSEException("an Ed25519 key has 32 bytes, not " + key.length);
    }
    byte[] whole = Arrays.copyOf(head, head.length + KEY_BYTES);
    System.arraycopy(key, 0, whole, head.length, KEY_BYTES);
    return whole;
  }

  private static final class Verifier extends BaseJWSProvider implements JWSVerifier {
    private final PublicKey key;

    Verifier(PublicKey key) {
      super(ALGORITHMS);
      this.key = key;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
        throws JOSEException {
      try {
        Signature ed25519 = Signature.getInstance(NAME);
        ed25519.initVerify(key);
        ed25519.update(input);
        return ed25519.verify(signature.decode());
      } catch (GeneralSecurityException notASignature) {
        return false;
      }
    }
  }

  private static final class Signer extends BaseJWSProvider implements JWSSigner {
    private final PrivateKey key;

    Signer(PrivateKey key) {
      super(ALGORITHMS);
      this.key = key;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
      try {
        Signature ed25519 = Signature.getInstance(NAME);
        ed25519.initSign(key);
        ed25519.update(input);
        return Base64URL.encode(ed25519.sign());
      } catch (GeneralSecurityException e) {
        throw new JOSEException(e.getMessage(), e);
      }
    }
  }
}
