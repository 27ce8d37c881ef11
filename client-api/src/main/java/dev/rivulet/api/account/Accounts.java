package dev.rivulet.api.account;

import dev.rivulet.api.device.Devices;
import dev.rivulet.api.device.Grant;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.UserRecord;
import java.time.Instant;
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
    checkFree(handle);
    String hash = hasher.hash(password);
    User user = make(UUID.randomUUID(), handle, displayName, Optional.of(hash));
    return new SignedIn(user, devices.open(user.id(), deviceName));
  }

  /// An account of this id that is entered by another issuer's log-in alone.
  User signUpWithoutPassword(UUID id, Handle handle, String displayName) {
    checkFree(handle);
    return make(id, handle, displayName, Optional.empty());
  }

  private void checkFree(Handle handle) {
    if (handle.isReserved() || store.find(handle).isPresent()) {
      throw taken();
    }
  }

  private User make(UUID id, Handle handle, String displayName, Optional<String> passwordHash) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    User user = new User(id, handle.text(), displayName, now);
    store.insert(user, passwordHash);
    if (!store.claim(handle, user.id())) {
      store.remove(user.id());
      throw taken();
    }
    announce(user, handle);
    cache.put(user.handle(), user.id());
    return user;
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
    Optional<User> user = Handle.parse(typedHandle).flatMap(this::byHandle);
    PasswordHasher.Asker asker =
        user.isPresent() && device.filter(id -> devices.isOf(user.get().id(), id)).isPresent()
            ? PasswordHasher.Asker.KNOWN_DEVICE
            : PasswordHasher.Asker.STRANGER;
    checkPassword(user, password, asker);
    return enter(user.orElseThrow(), device, deviceName);
  }

  /// The same problem, after the same work, whether there is no such user or it is not the
  /// password.
  void checkPassword(Optional<User> user, String password, PasswordHasher.Asker asker) {
    Optional<String> hash = user.flatMap(found -> store.passwordHash(found.id()));
    if (!hasher.matches(password, hash, asker)) {
      throw Problem.of(401, "wrong-credentials");
    }
  }

  /// For somebody who has shown who he is. A deactivated account is in use again from now on.
  SignedIn enter(User user, Optional<UUID> device, String deviceName) {
    if (user.state() == User.State.DISABLED) {
      throw Problem.of(403, "account-disabled");
    }
    User known = user.withState(User.State.ACTIVE);
    if (!user.isThere()) {
      store.change(known);
    }
    // Mends a sign-up that was cut short behind its claim.
    log.publishEventually(profile(known));
    cache.put(known.handle(), known.id());
    Grant grant =
        device
            .flatMap(id -> devices.restart(known.id(), id))
            .orElseGet(() -> devices.open(known.id(), deviceName));
    return new SignedIn(known, grant);
  }

  User self(UUID id) {
    return store.find(id).orElseThrow(Problem::unauthorized);
  }

  Optional<User> find(UUID id) {
    return store.find(id).filter(User::isThere);
  }

  Optional<User> find(Handle handle) {
    return byHandle(handle).filter(User::isThere);
  }

  /// Only through its handle: an account without one is not there yet, and one that was given up
  /// leads nowhere.
  private Optional<User> byHandle(Handle handle) {
    return store
        .find(handle)
        .flatMap(store::find)
        .filter(user -> user.handle().equals(handle.text()));
  }

  static UserRecord profile(User user) {
    UserRecord.Builder record =
        UserRecord.newBuilder()
            .setUser(Ids.bytes(user.id()))
            .setHandle(user.handle())
            .setDisplayName(user.displayName())
            .setCreatedAt(user.createdAt().toEpochMilli())
            .setAbout(user.about())
            .setAway(!user.isThere());
    if (user.picture() != null) {
      record.setPicture(Ids.bytes(user.picture()));
    }
    return record.build();
  }

  static Problem taken() {
    return Problem.of(409, "handle-taken");
  }
}
