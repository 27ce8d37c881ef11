package dev.rivulet.api.device;

import dev.rivulet.api.token.TokenHash;
import java.time.Duration;
import java.time.Instant;

/// What presenting a refresh token leads to.
///
/// The token in force is replaced. The one before it still works until its successor is used, a
/// short time at most: its answer may have been lost. Any older one is in two hands, so the device
/// is revoked.
record RefreshRotation(Duration grace, Duration lifetime) {
  enum Outcome {
    /// In force: its successor takes its place.
    ROTATE,
    /// The one before, in time: its successor, which is in force, is given again.
    REPEAT,
    /// Not valid any more, and no sign of theft.
    REFUSE,
    /// An older one: revoke the device.
    REVOKE
  }

  Outcome decide(Device device, TokenHash presented, Instant now) {
    if (device.isRevoked() || device.refresh().isEmpty()) {
      return Outcome.REFUSE;
    }
    if (device.refresh().get().equals(presented)) {
      return now.isAfter(device.rotatedAt().plus(lifetime)) ? Outcome.REFUSE : Outcome.ROTATE;
    }
    boolean previous = device.previous().filter(presented::equals).isPresent();
    return previous && !now.isAfter(device.rotatedAt().plus(grace))
        ? Outcome.REPEAT
        : Outcome.REVOKE;
  }
}
