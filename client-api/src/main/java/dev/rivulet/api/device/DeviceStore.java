package dev.rivulet.api.device;

import dev.rivulet.api.token.TokenHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where devices are kept. Every change is one conditional write, so of two that meet one wins and
/// the other is told.
public interface DeviceStore {
  Optional<Device> find(UUID user, UUID device);

  /// Revoked ones too.
  List<Device> all(UUID user);

  /// False when there is one of that id.
  boolean insert(Device device);

  /// Puts `next` in force in place of `expected`'s token; false when that is no longer in force.
  boolean rotate(Device expected, TokenHash next, Instant now);

  /// Puts a first token in force, forgetting earlier ones; false when the device was revoked.
  boolean restart(Device expected, TokenHash first, Instant now);

  /// False when there is none, or it is revoked.
  boolean rename(UUID user, UUID device, String name);

  /// Ends the device; false when there is none.
  boolean revoke(UUID user, UUID device, Instant now);

  void remove(UUID user, UUID device);
}
