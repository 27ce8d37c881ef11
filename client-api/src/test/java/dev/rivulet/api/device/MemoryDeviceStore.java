package dev.rivulet.api.device;

import dev.rivulet.api.token.TokenHash;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Devices in memory, with the same conditions as the real store.
public final class MemoryDeviceStore implements DeviceStore {
  private final Map<UUID, Device> devices = new LinkedHashMap<>();

  @Override
  public synchronized Optional<Device> find(UUID user, UUID device) {
    return Optional.ofNullable(devices.get(device)).filter(found -> found.user().equals(user));
  }

  @Override
  public synchronized List<Device> all(UUID user) {
    return devices.values().stream().filter(device -> device.user().equals(user)).toList();
  }

  @Override
  public synchronized boolean insert(Device device) {
    return devices.putIfAbsent(device.id(), device) == null;
  }

  @Override
  public boolean rotate(Device expected, TokenHash next, Instant now) {
    return change(
        expected,
        found -> !found.isRevoked() && found.refresh().equals(expected.refresh()),
        found -> with(found, Optional.of(next), found.refresh(), now, Optional.empty()));
  }

  @Override
  public boolean restart(Device expected, TokenHash first, Instant now) {
    return change(
        expected,
        found -> !found.isRevoked(),
        found -> with(found, Optional.of(first), Optional.empty(), now, Optional.empty()));
  }

  @Override
  public boolean rename(UUID user, UUID device, String name) {
    return find(user, device)
        .filter(found -> !found.isRevoked())
        .map(
            found ->
                devices.replace(
                    device,
                    new Device(
                        user,
                        device,
                        name,
                        found.createdAt(),
                        found.refresh(),
                        found.previous(),
                        found.rotatedAt(),
                        Optional.empty())))
        .isPresent();
  }

  @Override
  public boolean revoke(UUID user, UUID device, Instant now) {
    return find(user, device)
        .filter(
            expected ->
                change(
                    expected,
                    _ -> true,
                    found ->
                        with(
                            found,
                            Optional.empty(),
                            Optional.empty(),
                            found.rotatedAt(),
                            Optional.of(now))))
        .isPresent();
  }

  @Override
  public synchronized void remove(UUID user, UUID device) {
    find(user, device).ifPresent(found -> devices.remove(found.id()));
  }

  private synchronized boolean change(
      Device expected, Predicate<Device> condition, UnaryOperator<Device> change) {
    Optional<Device> found = find(expected.user(), expected.id()).filter(condition);
    found.ifPresent(device -> devices.put(device.id(), change.apply(device)));
    return found.isPresent();
  }

  private static Device with(
      Device device,
      Optional<TokenHash> refresh,
      Optional<TokenHash> previous,
      Instant rotatedAt,
      Optional<Instant> revokedAt) {
    return new Device(
        device.user(),
        device.id(),
        device.name(),
        device.createdAt(),
        refresh,
        previous,
        rotatedAt,
        revokedAt);
  }
}
