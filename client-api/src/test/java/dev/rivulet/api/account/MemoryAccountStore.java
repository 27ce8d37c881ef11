package dev.rivulet.api.account;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Accounts in memory.
final class MemoryAccountStore implements AccountStore {
  final Map<UUID, User> users = new HashMap<>();
  final Map<UUID, String> hashes = new HashMap<>();
  final Map<Handle, UUID> handles = new HashMap<>();

  @Override
  public boolean insert(User user, Optional<String> passwordHash) {
    if (passwordHash.isPresent() && hashes.putIfAbsent(user.id(), passwordHash.get()) != null) {
      return false;
    }
    users.put(user.id(), user);
    return true;
  }

  @Override
  public boolean claim(Handle handle, UUID user) {
    return user.equals(handles.computeIfAbsent(handle, _ -> user));
  }

  @Override
  public void release(Handle handle, UUID user) {
    handles.remove(handle, user);
  }

  @Override
  public void remove(UUID user) {
    users.remove(user);
    hashes.remove(user);
  }

  @Override
  public Optional<User> find(UUID user) {
    return Optional.ofNullable(users.get(user));
  }

  @Override
  public Optional<UUID> find(Handle handle) {
    return Optional.ofNullable(handles.get(handle));
  }

  @Override
  public Optional<String> passwordHash(UUID user) {
    return Optional.ofNullable(hashes.get(user));
  }

  @Override
  public void retire(Handle handle, UUID user) {
    handles.put(handle, user);
  }

  @Override
  public void setPassword(UUID user, String hash) {
    hashes.put(user, hash);
  }

  @Override
  public void change(User user) {
    users.replace(user.id(), user);
  }

  @Override
  public Set<UUID> existing(Collection<UUID> wanted) {
    Set<UUID> existing = new HashSet<>(wanted);
    existing.retainAll(users.keySet());
    return existing;
  }
}
