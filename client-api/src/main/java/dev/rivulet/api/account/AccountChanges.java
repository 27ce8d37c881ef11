package dev.rivulet.api.account;

import dev.rivulet.api.account.PasswordHasher.Asker;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.Caller;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an owner changes of his account. What a thief of a token would begin with asks for the
/// password again.
final class AccountChanges {
  private final AccountStore store;
  private final Accounts accounts;
  private final PasswordRules rules;
  private final PasswordHasher hasher;
  private final Devices devices;
  private final CommandLog log;
  private final HandleCache cache;

  AccountChanges(
      AccountStore store,
      Accounts accounts,
      PasswordRules rules,
      PasswordHasher hasher,
      Devices devices,
      CommandLog log,
      HandleCache cache) {
    this.store = store;
    this.accounts = accounts;
    this.rules = rules;
    this.hasher = hasher;
    this.devices = devices;
    this.log = log;
    this.cache = cache;
  }

  /// Changes what is given. An empty `picture` takes it away.
  User profile(
      UUID id, @Nullable String displayName, @Nullable String about, Optional<Picture> picture) {
    User old = accounts.self(id);
    User changed =
        old.withProfile(
            displayName == null ? old.displayName() : displayName,
            about == null ? old.about() : about,
            picture.isPresent() ? picture.get().id() : old.picture());
    return save(changed);
  }

  /// A picture that was named, or none.
  record Picture(@Nullable UUID id) {}

  private User save(User changed) {
    store.change(changed);
    log.publish(Accounts.profile(changed));
    return changed;
  }

  /// The new handle is taken first and the old one given up last, so a change that is cut short
  /// leaves an account that can be found.
  User handle(UUID id, Handle next) {
    User old = accounts.self(id);
    if (old.handle().equals(next.text())) {
      return old;
    }
    if (next.isReserved() || !store.claim(next, id)) {
      throw Accounts.taken();
    }
    User changed = save(old.withHandle(next));
    cache.put(next.text(), id);
    store.retire(new Handle(old.handle()), id);
    return changed;
  }

  /// All other devices are signed out: whoever changes a password may have lost it.
  void password(Caller caller, String present, String next) {
    User user = confirmed(caller, present);
    rules.checkChosen(next, new Handle(user.handle()));
    store.setPassword(user.id(), hasher.hash(next, Asker.KNOWN_DEVICE));
    devices.revokeOthers(user.id(), caller.device());
  }

  /// Nobody finds it and no device is signed in, until its owner logs in again.
  void deactivate(User user) {
    save(user.withState(User.State.DEACTIVATED));
    devices.revokeAll(user.id());
  }

  /// For an account without a password: a fresh token of its issuer.
  User confirmedBy(Caller caller, Identities identities, String token) {
    if (identities.owner(identities.verify(token)).filter(caller.user()::equals).isEmpty()) {
      throw Problem.of(401, "wrong-credentials");
    }
    return accounts.self(caller.user());
  }

  /// The problem `wrong-credentials` when it is not the password.
  User confirmed(Caller caller, String password) {
    PasswordRules.checkLength(password);
    User user = accounts.self(caller.user());
    accounts.checkPassword(Optional.of(user), password, Asker.KNOWN_DEVICE);
    return user;
  }
}
