package dev.rivulet.api.account;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Where accounts are kept.
public interface AccountStore {
  /// Writes an account that nobody can find yet. Without a password hash nobody logs in with one.
  /// False, with nothing written, when there is one of that id that has a password.
  boolean insert(User user, Optional<String> passwordHash);

  /// Makes the account findable under its handle; false when the handle belongs to another one.
  boolean claim(Handle handle, UUID user);

  /// Gives a handle back, if it is this user's.
  void release(Handle handle, UUID user);

  /// Lets nobody have a handle that this user gave up, for some weeks: who writes to it must not
  /// reach somebody else.
  void retire(Handle handle, UUID user);

  /// Removes an account and its password; its handle is given back by itself.
  void remove(UUID user);

  Optional<User> find(UUID user);

  Optional<UUID> find(Handle handle);

  Optional<String> passwordHash(UUID user);

  void setPassword(UUID user, String hash);

  /// Writes handle, profile and state of an account that exists.
  void change(User user);

  /// Those of the given ids that are accounts in use.
  Set<UUID> existing(Collection<UUID> users);
}
