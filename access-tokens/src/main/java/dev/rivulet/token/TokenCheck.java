package dev.rivulet.token;

/// Tells good access tokens from others.
public interface TokenCheck {
  /// May wait for the keys, seconds at most.
  Verdict verify(String text);

  /// Nanoseconds from now until the token ends, skew included.
  long nanosLeft(AccessToken token);
}
