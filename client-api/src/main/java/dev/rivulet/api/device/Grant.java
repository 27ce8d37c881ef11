package dev.rivulet.api.device;

import java.util.UUID;

/// Tokens for a device; `expiresIn` is the access token's life in seconds.
public record Grant(
    String accessToken, String refreshToken, long expiresIn, UUID user, UUID device) {
  @Override
  public String toString() {
    return "Grant to " + device;
  }
}
