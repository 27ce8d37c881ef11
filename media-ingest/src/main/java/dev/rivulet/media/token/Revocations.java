package dev.rivulet.media.token;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Which devices' tokens are void, and until which time of issue. It only grows stricter, so the
/// order in which records are read does not matter; what is older than any token can be is
/// forgotten.
public final class Revocations {
  private final Map<Device, Long> issuedUntil = new ConcurrentHashMap<>();
  private final Clock clock;

  private record Device(UUID user, UUID device) {}

  public Revocations(Clock clock) {
    this.clock = clock;
  }

  public void add(Revocation revocation) {
    var device = new Device(Ids.uuid(revocation.getUser()), Ids.uuid(revocation.getDevice()));
    if (revocation.getIssuedUntil() >= oldest()) {
      issuedUntil.merge(device, revocation.getIssuedUntil(), Math::max);
    }
  }

  public boolean covers(AccessToken token) {
    Long until = issuedUntil.get(new Device(token.user(), token.device()));
    return until != null && token.issuedAt() <= until;
  }

  /// Drops what no living token can be older than.
  void forget() {
    long oldest = oldest();
    issuedUntil.values().removeIf(until -> until < oldest);
  }

  public int size() {
    return issuedUntil.size();
  }

  private long oldest() {
    return clock.millis() / 1000
        - TokenVerifier.LIFETIME_SECONDS_MAX
        - 2 * TokenVerifier.SKEW_SECONDS;
  }
}
