package dev.rivulet.api.account;

import dev.rivulet.api.device.DeviceAsked;
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
  /// Stands for an unknown handle's account; no account has this id.
  private static final UUID NOBODY = new UUID(0, 0);

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

  /// @param keyed the id that follows from the request's key: if its account is there, the request
  ///   came before and its answer was lost
  SignedIn signUp(
      Handle handle,
      String password,
      String displayName,
      DeviceAsked device,
      Optional<UUID> keyed) {
    rules.checkChosen(password, handle);
    if (keyed.isPresent() && store.find(handle).equals(keyed)) {
      return signUpAgain(keyed.get(), handle, password, device);
    }
    checkFree(handle);
    User user = user(keyed.orElseGet(UUID::randomUUID), handle, displayName);
    if (!store.insert(user, Optional.of(hasher.hash(password)))) {
      // The same request got so far and no further, or does so just now.
      checkSame(user.id(), password);
      store.insert(user, Optional.empty());
    }
    claim(user, handle);
    return new SignedIn(user, devices.enter(user.id(), device));
  }

  private SignedIn signUpAgain(UUID id, Handle handle, String password, DeviceAsked device) {
    User user =
        store.find(id).filter(it -> it.handle().equals(handle.text())).orElseThrow(Accounts::taken);
    checkSame(id, password);
    return enter(user, device);
  }

  private void checkSame(UUID id, String password) {
    if (!hasher.matches(password, store.passwordHash(id), PasswordHasher.Asker.STRANGER)) {
      throw taken();
    }
  }

  /// An account of this id that is entered by another issuer's log-in alone.
  User signUpWithoutPassword(UUID id, Handle handle, String displayName) {
    checkFree(handle);
    User user = user(id, handle, displayName);
    store.insert(user, Optional.empty());
    claim(user, handle);
    return user;
  }

  private void checkFree(Handle handle) {
    if (handle.isReserved() || store.find(handle).isPresent()) {
      throw taken();
    }
  }

  private User user(UUID id, Handle handle, String displayName) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new User(id, handle.text(), displayName, now);
  }

  private void claim(User user, Handle handle) {
    if (!store.claim(handle, user.id())) {
      store.remove(user.id());
      throw taken();
    }
    announce(user, handle);
    cache.put(user.handle(), user.id());
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

  SignedIn logIn(String typedHandle, String password, DeviceAsked device) {
    PasswordRules.checkLength(password);
    Optional<Handle> handle = Handle.parse(typedHandle);
    // The same questions to the store, whether there is such a handle or not.
    UUID id = handle.flatMap(store::find).orElse(NOBODY);
    Optional<User> user =
        store
            .find(id)
            .filter(found -> handle.filter(it -> it.text().equals(found.handle())).isPresent());
    PasswordHasher.Asker asker =
        device.known().filter(one -> devices.isOf(id, one)).isPresent()
            ? PasswordHasher.Asker.KNOWN_DEVICE
            : PasswordHasher.Asker.STRANGER;
    checkPassword(id, password, asker);
    return enter(user.orElseThrow(Accounts::wrongCredentials), device);
  }

  /// The same problem, after the same work, whether there is no such user or it is not the
  /// password.
  void checkPassword(UUID id, String password, PasswordHasher.Asker asker) {
    if (!hasher.matches(password, store.passwordHash(id), asker)) {
      throw wrongCredentials();
    }
  }

  private static Problem wrongCredentials() {
    return Problem.of(401, "wrong-credentials");
  }

  /// For somebody who has shown who he is. A deactivated account is in use again from now on.
  SignedIn enter(User user, DeviceAsked device) {
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
    return new SignedIn(known, devices.enter(known.id(), device));
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
