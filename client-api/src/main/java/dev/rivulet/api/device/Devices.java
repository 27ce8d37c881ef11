package dev.rivulet.api.device;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.KeyedIds;
import dev.rivulet.api.token.RefreshToken;
import dev.rivulet.api.token.RefreshTokens;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.token.Revocations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens devices, renews their tokens and revokes them.
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  /// Another request for the same device may win each time; then the client asks again.
  private static final int TRIES = 3;

  private static final Duration REVOCATION_MARGIN = Duration.ofMinutes(1);

  /// A revoked device is forgotten once no token of it can be presented in earnest.
  private static final Duration REVOKED_KEPT = Duration.ofDays(1);

  private static final int REMOVED_PER_LOGIN_MAX = 20;

  private static final int TURNS = 64;

  private final DeviceStore store;

  /// Log-ins on one device wait for each other here rather than contend for its row: lightweight
  /// transactions that do so time out long before each has had its turn.
  private final List<ReentrantLock> turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toList();

  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens;
  private final RefreshRotation rotation;
  private final KeyedIds keyedIds;
  private final CommandLog log;
  private final Revocations revocations;
  private final int devicesMax;
  private final InstantSource clock;

  /// `refreshGrace`: how long a replaced refresh token still works. `refreshLifetime`: how long an
  /// unused one does. `devicesMax`: per user; one more revokes the one unused for longest.
  public record Settings(Duration refreshGrace, Duration refreshLifetime, int devicesMax) {}

  /// What a device is given.
  public record Issuing(
      AccessTokens accessTokens, RefreshTokens refreshTokens, KeyedIds keyedIds) {}

  public Devices(
      DeviceStore store,
      Issuing issuing,
      CommandLog log,
      Revocations revocations,
      Settings settings,
      InstantSource clock) {
    this.store = store;
    this.accessTokens = issuing.accessTokens();
    this.refreshTokens = issuing.refreshTokens();
    this.rotation = new RefreshRotation(settings.refreshGrace(), settings.refreshLifetime());
    this.keyedIds = issuing.keyedIds();
    this.log = log;
    this.revocations = revocations;
    this.devicesMax = settings.devicesMax();
    this.clock = clock;
  }

  /// A log-in: on the device that is known, or was made under the same key, and else on a new one.
  public Grant enter(UUID user, DeviceAsked asked) {
    Optional<UUID> keyed = asked.key().map(key -> keyedIds.device(user, key));
    Optional<UUID> wanted = asked.known().or(() -> keyed);
    if (wanted.isEmpty()) {
      return open(user, asked.name(), keyed);
    }
    ReentrantLock turn = turns.get(Math.floorMod(wanted.get().hashCode(), TURNS));
    turn.lock();
    try {
      return restart(user, wanted.get()).orElseGet(() -> open(user, asked.name(), keyed));
    } finally {
      turn.unlock();
    }
  }

  /// One that was revoked does not come back under its key.
  private Grant open(UUID user, String name, Optional<UUID> keyed) {
    UUID id = keyed.filter(one -> store.find(user, one).isEmpty()).orElseGet(UUID::randomUUID);
    // Not made: the same request was here a moment ago.
    return open(user, id, name).or(() -> restart(user, id)).orElseThrow(Problem::unavailable);
  }

  /// A new device.
  public Grant open(UUID user, String name) {
    return enter(user, DeviceAsked.called(name));
  }

  private Optional<Grant> open(UUID user, UUID id, String name) {
    makeRoom(user);
    Instant now = clock.instant();
    RefreshToken token = refreshTokens.first(user, id);
    boolean made =
        store.insert(
            new Device(
                user,
                id,
                name,
                now,
                Optional.of(token.hash()),
                Optional.empty(),
                now,
                Optional.empty()));
    return made ? Optional.of(grant(token)) : Optional.empty();
  }

  /// A new log-in on a device of this user; empty when there is none of that id, or it is revoked.
  public Optional<Grant> restart(UUID user, UUID id) {
    Optional<Device> device = store.find(user, id).filter(found -> !found.isRevoked());
    RefreshToken token = refreshTokens.first(user, id);
    return device
        .filter(found -> store.restart(found, token.hash(), clock.instant()))
        .map(_ -> grant(token));
  }

  /// Whether it is this user's, and not revoked.
  public boolean isOf(UUID user, UUID id) {
    return store.find(user, id).filter(found -> !found.isRevoked()).isPresent();
  }

  public Grant refresh(String text) {
    RefreshToken token = refreshTokens.parse(text).orElseThrow(Devices::invalid);
    for (int i = 0; i < TRIES; i++) {
      Device device = store.find(token.user(), token.device()).orElseThrow(Devices::invalid);
      Instant now = clock.instant();
      RefreshToken next = refreshTokens.successor(token);
      switch (rotation.decide(device, token.hash(), now)) {
        case ROTATE -> {
          if (store.rotate(device, next.hash(), now)) {
            return grant(next);
          }
        }
        case REPEAT -> {
          return grant(next);
        }
        case REFUSE -> throw invalid();
        case REVOKE -> {
          LOG.warn("an older refresh token of device {} came again: revoked", token.device());
          revoke(token.user(), token.device());
          throw invalid();
        }
      }
    }
    throw Problem.unavailable();
  }

  /// Ends a device: first its refresh token, then, for everyone who reads the log, its access
  /// tokens. Doing it again repeats the second half; false when there is no such device.
  public boolean revoke(UUID user, UUID id) {
    Instant now = clock.instant();
    if (!store.revoke(user, id, now)) {
      return false;
    }
    // A refresh decided just before may be signed just after, or by a clock that is ahead. A
    // revoked device never comes back, so the margin catches nothing good.
    long issuedUntil = now.plus(REVOCATION_MARGIN).getEpochSecond();
    log.publish(
        Revocation.newBuilder()
            .setUser(Ids.bytes(user))
            .setDevice(Ids.bytes(id))
            .setIssuedUntil(issuedUntil)
            .build());
    revocations.revoke(user, id, issuedUntil);
    return true;
  }

  /// Ends all but the one that asks; returns how many.
  public int revokeOthers(UUID user, UUID kept) {
    List<Device> others = list(user).stream().filter(device -> !device.id().equals(kept)).toList();
    others.forEach(device -> revoke(user, device.id()));
    return others.size();
  }

  public int revokeAll(UUID user) {
    List<Device> all = list(user);
    all.forEach(device -> revoke(user, device.id()));
    return all.size();
  }

  /// Removes what is kept of a user's devices; those in force are revoked first.
  public void forget(UUID user) {
    revokeAll(user);
    store.all(user).forEach(device -> store.remove(user, device.id()));
  }

  /// Says what a device is called; false when there is none of that id, or it is revoked.
  public boolean rename(UUID user, UUID id, String name) {
    return store.rename(user, id, name);
  }

  /// Those in force, oldest first.
  public List<Device> list(UUID user) {
    return store.all(user).stream()
        .filter(device -> !device.isRevoked())
        .sorted(Comparator.comparing(Device::createdAt).thenComparing(Device::id))
        .toList();
  }

  private void makeRoom(UUID user) {
    List<Device> all = store.all(user);
    Instant forgotten = clock.instant().minus(REVOKED_KEPT);
    all.stream()
        .filter(device -> device.revokedAt().filter(forgotten::isAfter).isPresent())
        .limit(REMOVED_PER_LOGIN_MAX)
        .forEach(device -> store.remove(user, device.id()));
    List<Device> active = all.stream().filter(device -> !device.isRevoked()).toList();
    active.stream()
        .sorted(Comparator.comparing(Device::rotatedAt))
        .limit(Math.max(0, active.size() - devicesMax + 1))
        .forEach(device -> revoke(user, device.id()));
  }

  private Grant grant(RefreshToken token) {
    String access = accessTokens.issue(new Caller(token.user(), token.device()));
    long seconds = accessTokens.lifetime().toSeconds();
    return new Grant(access, token.text(), seconds, token.user(), token.device());
  }

  private static Problem invalid() {
    return Problem.of(401, "invalid-refresh-token");
  }
}
