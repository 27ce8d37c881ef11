package dev.rivulet.token;

/// The keys under which an access token may be signed.
public interface VerificationKeys {
  /// May wait for the keys, seconds at most.
  Lookup find(String keyId);

  /// Whether a key is among ours.
  sealed interface Lookup {
    record Found(VerificationKey key) implements Lookup {}

    record Unknown() implements Lookup {}

    /// It may be a new one, but the keys cannot be read now.
    record NotNow() implements Lookup {}
  }
}
