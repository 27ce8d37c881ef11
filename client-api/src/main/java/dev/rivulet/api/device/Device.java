package dev.rivulet.api.device;

import dev.rivulet.api.token.TokenHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A device as it is stored. `refresh` is the hash of the refresh token in force, `previous` that
/// of the one before it; `rotatedAt` is when it was replaced.
public record Device(
    UUID user,
    UUID id,
    String name,
    Instant createdAt,
    Optional<TokenHash> refresh,
    Optional<TokenHash> previous,
    Instant rotatedAt,
    Optional<Instant> revokedAt) {

  public boolean isRevoked() {
    return revokedAt.isPresent();
  }
}
