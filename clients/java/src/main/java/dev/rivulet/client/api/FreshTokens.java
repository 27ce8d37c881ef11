package dev.rivulet.client.api;

import java.util.UUID;

/// The answer to a refresh; `expiresIn` in seconds.
public record FreshTokens(
    String accessToken, String refreshToken, long expiresIn, UUID user, UUID device) {
  /// Without the tokens.
  @Override
  public String toString() {
    return "FreshTokens[user=" + user + ", device=" + device + "]";
  }
}
