package dev.rivulet.client.api;

import java.util.UUID;

/// The answer to sign-up and login; `expiresIn` in seconds.
public record LoggedIn(
    UUID user,
    String handle,
    String displayName,
    UUID device,
    String accessToken,
    String refreshToken,
    long expiresIn) {
  /// Without the tokens.
  @Override
  public String toString() {
    return "LoggedIn[user=" + user + ", handle=" + handle + ", device=" + device + "]";
  }
}
