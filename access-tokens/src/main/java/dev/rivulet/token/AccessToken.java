package dev.rivulet.token;

import java.util.UUID;

/// What a verified access token says.
///
/// @param issuedAt seconds since 1970-01-01 UTC
/// @param expiresAt seconds since 1970-01-01 UTC
public record AccessToken(UUID user, UUID device, long issuedAt, long expiresAt) {
  public boolean sameDevice(AccessToken other) {
    return user.equals(other.user) && device.equals(other.device);
  }
}
