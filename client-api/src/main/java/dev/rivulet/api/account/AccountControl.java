package dev.rivulet.api.account;

import dev.rivulet.api.device.Device;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.contracts.id.Ids;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What an operator may do to an account.
public final class AccountControl {
  private static final int PASSWORD_BYTES = 15;

  private final AccountStore store;
  private final Identities identities;
  private final PasswordHasher hasher;
  private final Devices devices;
  private final CommandLog log;
  private final SecureRandom random = new SecureRandom();

  AccountControl(
      AccountStore store,
      Identities identities,
      PasswordHasher hasher,
      Devices devices,
      CommandLog log) {
    this.store = store;
    this.identities = identities;
    this.hasher = hasher;
    this.devices = devices;
    this.log = log;
  }

  /// By id or handle, in whatever state; the problem `unknown-user` when there is none.
  public User find(String idOrHandle) {
    Optional<UUID> id =
        Ids.parse(idOrHandle).or(() -> Handle.parse(idOrHandle).flatMap(store::find));
    return id.flatMap(store::find).orElseThrow(() -> Problem.of(404, "unknown-user"));
  }

  public List<Identities.Identity> identities(User user) {
    return identities.of(user.id());
  }

  public List<Device> devices(User user) {
    return devices.list(user.id());
  }

  /// Nobody logs in, and every device is signed out.
  public void disable(User user) {
    save(user.withState(User.State.DISABLED));
    devices.revokeAll(user.id());
  }

  public void enable(User user) {
    save(user.withState(User.State.ACTIVE));
  }

  public int signOut(User user) {
    return devices.revokeAll(user.id());
  }

  /// Returns a new password that only the operator sees; every device is signed out.
  public String resetPassword(User user) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    store.setPassword(user.id(), hasher.hash(password, PasswordHasher.Asker.KNOWN_DEVICE));
    devices.revokeAll(user.id());
    return password;
  }

  private void save(User user) {
    store.change(user);
    log.publish(Accounts.profile(user));
  }
}
