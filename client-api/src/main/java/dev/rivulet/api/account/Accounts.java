package dev.rivulet.api.account;

import dev.rivulet.api.device.Devices;
import dev.rivulet.api.device.Grant;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.UserRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// Signs people up and in.
final class Accounts {
  private final AccountStore store;
  private final PasswordRules rules;
  private final PasswordHasher hasher;
  private final Devices devices;
  private final CommandLog log;
  private final HandleCache cache;
  private final InstantSource clock;

  /// An account and the tokens of one of its devices.
  record SignedIn(User user, Grant grant) {}

  Accounts(
      AccountStore store,
      PasswordRules rules,
      PasswordHasher hasher,
      Devices devices,
      CommandLog log,
      HandleCache cache,
      InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.hasher = hasher;
    this.devices = devices;
    this.log = log;
    this.cache = cache;
    this.clock = clock;
  }

  SignedIn signUp(Handle handle, String password, String displayName, String deviceName) {
    rules.checkChosen(password, handle);
    if (store.find(handle).isPresent()) {
      throw taken();
    }
    String hash = hasher.hash(password);
    User user =
        new User(
            UUID.randomUUID(),
            handle.text(),
            displayName,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    store.insert(user, hash);
    if (!store.claim(handle, user.id())) {
      store.remove(user.id());
      throw taken();
    }
    announce(user, handle);
    cache.put(user.handle(), user.id());
    return new SignedIn(user, devices.open(user.id(), deviceName));
  }

  /// An account that the log does not know must not exist: the handle is given back.
  private void announce(User user, Handle handle) {
    try {
      log.publish(profile(user));
    } catch (Problem unavailable) {
      store.release(handle, user.id());
      store.remove(user.id());
      throw unavailable;
    }
  }

  SignedIn logIn(String typedHandle, String password, Optional<UUID> device, String deviceName) {
    PasswordRules.checkLength(password);
    Optional<User> user = Handle.parse(typedHandle).flatMap(store::find).flatMap(store::find);
    Optional<String> hash = user.flatMap(found -> store.passwordHash(found.id()));
    PasswordHasher.Asker asker =
        user.isPresent() && device.filter(id -> devices.isOf(user.get().id(), id)).isPresent()
            ? PasswordHasher.Asker.KNOWN_DEVICE
            : PasswordHasher.Asker.STRANGER;
    if (!hasher.matches(password, hash, asker)) {
      throw Problem.of(401, "wrong-credentials");
    }
    User known = user.orElseThrow();
    // Mends a sign-up that was cut short behind its claim.
    log.publishEventually(profile(known));
    cache.put(known.handle(), known.id());
    Grant grant =
        device
            .flatMap(id -> devices.restart(known.id(), id))
            .orElseGet(() -> devices.open(known.id(), deviceName));
    return new SignedIn(known, grant);
  }

  User rename(UUID id, String displayName) {
    User old = store.find(id).orElseThrow(Problem::unauthorized);
    User renamed = new User(id, old.handle(), displayName, old.createdAt());
    store.rename(id, displayName);
    log.publish(profile(renamed));
    return renamed;
  }

  User self(UUID id) {
    return store.find(id).orElseThrow(Problem::unauthorized);
  }

  Optional<User> find(UUID id) {
    return store.find(id);
  }

  /// Only through its handle: an account without one is not there yet.
  Optional<User> find(Handle handle) {
    return store.find(handle).flatMap(store::find);
  }

  private static UserRecord profile(User user) {
    return UserRecord.newBuilder()
        .setUser(Ids.bytes(user.id()))
        .setHandle(user.handle())
        .setDisplayName(user.displayName())
        .setCreatedAt(user.createdAt().toEpochMilli())
        .build();
  }

  private static Problem taken() {
    return Problem.of(409, "handle-taken");
  }
}
