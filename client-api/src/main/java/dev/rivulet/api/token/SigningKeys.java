package dev.rivulet.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of this installation: one file, a JWK set (RFC 7517) that only its owner may read.
///
/// The first elliptic key signs, each of them verifies, so a new one is put in front and the old
/// one stays until its last token has expired. The octet key marks refresh tokens as ours; without
/// it every device must log in again.
public final class SigningKeys {
  private static final int REFRESH_KEY_BITS = 256;

  private final ECKey current;
  private final OctetSequenceKey refreshKey;
  private final Map<String, JWSVerifier> verifiers = new HashMap<>();
  private final JWKSet publicSet;

  private SigningKeys(List<ECKey> signing, OctetSequenceKey refreshKey) throws JOSEException {
    this.current = signing.getFirst();
    this.refreshKey = refreshKey;
    for (ECKey key : signing) {
      verifiers.put(key.getKeyID(), new ECDSAVerifier(key.toECPublicKey()));
    }
    this.publicSet = new JWKSet(List.copyOf(signing)).toPublicJWKSet();
  }

  /// Keys that live as long as the object, for tests.
  public static SigningKeys fresh() {
    try {
      return of(generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads the file, or makes it: whoever comes first, when several processes start at once.
  ///
  /// @throws ServiceFailure if it can be neither read nor made, or holds something else
  public static SigningKeys load(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file.toAbsolutePath());
      }
      return of(JWKSet.parse(Files.readString(file)));
    } catch (IOException | JOSEException | ParseException | IllegalArgumentException e) {
      throw ServiceFailure.misconfigured(
          "api.signing-key-file %s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static SigningKeys of(JWKSet set) throws JOSEException {
    List<ECKey> signing =
        set.getKeys().stream().filter(ECKey.class::isInstance).map(ECKey.class::cast).toList();
    Optional<JWK> refresh =
        set.getKeys().stream().filter(OctetSequenceKey.class::isInstance).findFirst();
    if (signing.isEmpty() || refresh.isEmpty()) {
      throw new IllegalArgumentException("it holds no EC key or no oct key");
    }
    if (!signing.stream().allMatch(SigningKeys::isUsable)) {
      throw new IllegalArgumentException("an EC key is not a private P-256 key with a kid");
    }
    return new SigningKeys(signing, refresh.get().toOctetSequenceKey());
  }

  private static boolean isUsable(ECKey key) {
    return key.isPrivate() && key.getKeyID() != null && Curve.P_256.equals(key.getCurve());
  }

  private static JWKSet generate() throws JOSEException {
    ECKey signing =
        new ECKeyGenerator(Curve.P_256)
            .keyUse(KeyUse.SIGNATURE)
            .keyIDFromThumbprint(true)
            .generate();
    OctetSequenceKey refresh =
        new OctetSequenceKeyGenerator(REFRESH_KEY_BITS).keyIDFromThumbprint(true).generate();
    return new JWKSet(List.of(signing, refresh));
  }

  private static void create(Path file) throws IOException, JOSEException {
    Files.createDirectories(file.resolveSibling(".").normalize());
    Path draft =
        Files.createTempFile(
            file.resolveSibling(".").normalize(),
            ".keys",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, generate().toString(false));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherProcessWasFirst) {
      // Theirs is used.
    } finally {
      Files.delete(draft);
    }
  }

  String currentId() {
    return current.getKeyID();
  }

  JWSSigner signer() {
    try {
      return new ECDSASigner(current);
    } catch (JOSEException checkedAtLoad) {
      throw new IllegalStateException(checkedAtLoad);
    }
  }

  Optional<JWSVerifier> verifier(@Nullable String keyId) {
    return keyId == null ? Optional.empty() : Optional.ofNullable(verifiers.get(keyId));
  }

  /// As published: public parts alone.
  public Map<String, Object> publicSet() {
    return publicSet.toJSONObject(true);
  }

  byte[] refreshKey() {
    return refreshKey.toByteArray();
  }
}
