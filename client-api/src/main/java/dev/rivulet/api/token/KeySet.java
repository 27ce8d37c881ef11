package dev.rivulet.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.rivulet.token.KeyAlgorithm;
import dev.rivulet.token.SigningKey;
import dev.rivulet.token.VerificationKey;
import dev.rivulet.token.VerificationKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of one moment. A signing key is published first, signs from its `nbf` on, and is
/// retired once the last token that it signed has expired: so nobody is logged out by a rotation.
///
/// The newest key whose time has come signs, each of them verifies. The octet key marks refresh
/// tokens as ours; without it every device must log in again, so a rotation leaves it alone.
final class KeySet {
  private static final int REFRESH_KEY_BITS = 256;

  private final List<JWK> signing;
  private final OctetSequenceKey refresh;
  private final Map<String, VerificationKey> verifiers = new HashMap<>();
  private final Map<String, SigningKey> signers = new HashMap<>();

  private KeySet(List<JWK> signing, OctetSequenceKey refresh) {
    this.signing = signing.stream().sorted(Comparator.comparing(KeySet::signsFrom)).toList();
    this.refresh = refresh;
    for (JWK key : signing) {
      verifiers.put(key.getKeyID(), VerificationKey.of(key).orElseThrow());
      signers.put(key.getKeyID(), SigningKey.of(key).orElseThrow());
    }
  }

  /// @throws IllegalArgumentException if a key is missing or not of ours
  static KeySet of(JWKSet set) {
    List<JWK> signing =
        set.getKeys().stream().filter(key -> !(key instanceof OctetSequenceKey)).toList();
    Optional<JWK> refresh =
        set.getKeys().stream().filter(OctetSequenceKey.class::isInstance).findFirst();
    if (signing.isEmpty() || refresh.isEmpty()) {
      throw new IllegalArgumentException("it holds no EC or OKP key, or no oct key");
    }
    if (!signing.stream().allMatch(KeySet::isUsable)) {
      throw new IllegalArgumentException(
          "a key is not a private key on P-256 or Ed25519 with a kid");
    }
    return new KeySet(signing, refresh.get().toOctetSequenceKey());
  }

  static KeySet fresh(KeyAlgorithm algorithm, @Nullable Date made) throws JOSEException {
    OctetSequenceKey refresh =
        new OctetSequenceKeyGenerator(REFRESH_KEY_BITS).keyIDFromThumbprint(true).generate();
    return new KeySet(List.of(algorithm.newKey(made, made)), refresh);
  }

  private static boolean isUsable(JWK key) {
    return SigningKey.of(key).isPresent() && VerificationKey.of(key).isPresent();
  }

  private static Instant signsFrom(JWK key) {
    return key.getNotBeforeTime() == null ? Instant.EPOCH : key.getNotBeforeTime().toInstant();
  }

  /// With one more key, which is published at once and signs `lead` later.
  KeySet rotated(KeyAlgorithm algorithm, Instant now, Duration lead) {
    List<JWK> keys = new ArrayList<>(signing);
    keys.add(algorithm.newKey(Date.from(now), Date.from(now.plus(lead))));
    return new KeySet(keys, refresh);
  }

  /// One new key instead of all: what the others signed is void.
  KeySet replaced(KeyAlgorithm algorithm, Instant now) {
    return new KeySet(List.of(algorithm.newKey(Date.from(now), Date.from(now))), refresh);
  }

  /// Without the keys whose successor has signed for so long.
  KeySet retired(Instant now, Duration kept) {
    List<JWK> keys = new ArrayList<>();
    for (int i = 0; i < signing.size(); i++) {
      boolean last = i + 1 == signing.size();
      if (last || signsFrom(signing.get(i + 1)).plus(kept).isAfter(now)) {
        keys.add(signing.get(i));
      }
    }
    return new KeySet(keys, refresh);
  }

  int size() {
    return signing.size();
  }

  /// When the newest key was made; the first one of an installation does not say.
  Optional<Instant> newest() {
    return Optional.ofNullable(signing.getLast().getNotBeforeTime()).map(Date::toInstant);
  }

  /// Whether the newest key is for another algorithm.
  boolean newestIsNot(KeyAlgorithm algorithm) {
    String id = signing.getLast().getKeyID();
    return !Objects.requireNonNull(signers.get(id)).isFor(algorithm);
  }

  String currentId(Instant now) {
    JWK current = signing.getFirst();
    for (JWK key : signing) {
      if (!signsFrom(key).isAfter(now)) {
        current = key;
      }
    }
    return current.getKeyID();
  }

  SigningKey current(Instant now) {
    return Objects.requireNonNull(signers.get(currentId(now)));
  }

  VerificationKeys.Lookup find(String keyId) {
    VerificationKey key = verifiers.get(keyId);
    return key == null
        ? new VerificationKeys.Lookup.Unknown()
        : new VerificationKeys.Lookup.Found(key);
  }

  byte[] refreshKey() {
    return refresh.toByteArray();
  }

  Map<String, Object> publicSet() {
    return new JWKSet(List.copyOf(signing)).toPublicJWKSet().toJSONObject(true);
  }

  String privateText() {
    List<JWK> all = new ArrayList<>(signing);
    all.add(refresh);
    return new JWKSet(all).toString(false);
  }
}
