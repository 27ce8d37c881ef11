package dev.rivulet.token;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Until when the access tokens of each revoked device are void: the topic `revocations` as a
/// table. It only moves forward, so records may come twice and in any order.
///
/// An entry is dropped once every token it could concern has expired, which bounds the table by the
/// revocations of that time.
public final class Revocations {
  private static final int SWEEP_EVERY = 256;

  private record Device(UUID user, UUID id) {}

  private final Map<Device, Long> issuedUntil = new ConcurrentHashMap<>();
  private final Duration kept;
  private final InstantSource clock;

  /// @param lifetimeMax the longest that an access token is accepted after its issue
  public Revocations(Duration lifetimeMax, InstantSource clock) {
    this.kept = lifetimeMax.plusSeconds(2 * TokenVerifier.SKEW_SECONDS);
    this.clock = clock;
  }

  /// Takes in one record's value.
  ///
  /// @return what it revokes; empty for one that was taken back
  /// @throws IllegalArgumentException if it is no revocation
  public Optional<Revocation> read(byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      Revocation revocation = Revocation.parseFrom(value);
      revoke(
          Ids.uuid(revocation.getUser()),
          Ids.uuid(revocation.getDevice()),
          revocation.getIssuedUntil());
      return Optional.of(revocation);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalArgumentException("no revocation", unreadable);
    }
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

  public boolean covers(AccessToken token) {
    Long until = issuedUntil.get(new Device(token.user(), token.device()));
    return until != null && token.issuedAt() <= until;
  }

  public int size() {
    return issuedUntil.size();
  }

  private boolean isOver(long untilSeconds) {
    return untilSeconds < clock.instant().minus(kept).getEpochSecond();
  }
}
