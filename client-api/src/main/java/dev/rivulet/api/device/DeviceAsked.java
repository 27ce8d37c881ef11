package dev.rivulet.api.device;

import java.util.Optional;
import java.util.UUID;

/// Which device a log-in is for.
///
/// @param name what a new one is called
/// @param known one that was logged in before
/// @param key the request's `Idempotency-Key`: the same key again leads to the same device
public record DeviceAsked(String name, Optional<UUID> known, Optional<String> key) {
  public static DeviceAsked called(String name) {
    return new DeviceAsked(name, Optional.empty(), Optional.empty());
  }
}
