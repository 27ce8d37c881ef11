package dev.rivulet.api.revocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Until when the access tokens of each revoked device are void. It only moves forward, so records
/// may come twice and in any order.
///
/// An entry is dropped once every token it could concern has expired, which bounds the table by the
/// revocations of that time.
public final class Revocations {
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int SWEEP_EVERY = 256;

  private record Device(UUID user, UUID id) {}

  private final Map<Device, Long> issuedUntil = new ConcurrentHashMap<>();
  private final Duration kept;
  private final InstantSource clock;
  private volatile boolean known;

  public Revocations(Duration tokenLifetime, InstantSource clock) {
    this.kept = tokenLifetime.plus(SKEW);
    this.clock = clock;
  }

  /// Access tokens of the device issued at or before this second are void.
  public void revoke(UUID user, UUID device, long issuedUntilSeconds) {
    if (isOver(issuedUntilSeconds)) {
      return;
    }
    issuedUntil.merge(new Device(user, device), issuedUntilSeconds, Math::max);
    if (issuedUntil.size() % SWEEP_EVERY == 0) {
      issuedUntil.values().removeIf(this::isOver);
    }
  }

  /// From now on the table holds everything that was revoked before this process started.
  public void markKnown() {
    known = true;
  }

  /// Until then no access token can be judged.
  public boolean isKnown() {
    return known;
  }

  public boolean voids(UUID user, UUID device, long issuedAtSeconds) {
    Long until = issuedUntil.get(new Device(user, device));
    return until != null && issuedAtSeconds <= until;
  }

  public int size() {
    return issuedUntil.size();
  }

  private boolean isOver(long untilSeconds) {
    return untilSeconds < clock.instant().minus(kept).getEpochSecond();
  }
}
