package dev.rivulet.api.account;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Where accounts are kept.
public interface AccountStore {
  /// Writes an account that nobody can find yet.
  void insert(User user, String passwordHash);

  /// Makes the account findable under its handle; false when the handle belongs to another one.
  boolean claim(Handle handle, UUID user);

  /// Gives a handle back, if it is this user's.
  void release(Handle handle, UUID user);

  /// Removes an account that has no handle.
  void remove(UUID user);

  Optional<User> find(UUID user);

  Optional<UUID> find(Handle handle);

  Optional<String> passwordHash(UUID user);

  void rename(UUID user, String displayName);

  /// Those of the given ids that are accounts.
  Set<UUID> existing(Collection<UUID> users);
}
