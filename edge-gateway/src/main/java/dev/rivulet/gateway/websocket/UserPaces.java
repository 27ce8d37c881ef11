package dev.rivulet.gateway.websocket;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The pace that all connections of a user share, for as long as there is one.
final class UserPaces {
  private final Limits limits;
  private final Map<UUID, Shared> paces = new ConcurrentHashMap<>();

  private record Shared(Pace pace, int connections) {}

  UserPaces(Limits limits) {
    this.limits = limits;
  }

  Pace enter(UUID user) {
    return paces.compute(user, (it, shared) -> shared == null ? first() : more(shared, 1)).pace();
  }

  void leave(UUID user) {
    paces.computeIfPresent(
        user, (it, shared) -> shared.connections() == 1 ? null : more(shared, -1));
  }

  int size() {
    return paces.size();
  }

  private Shared first() {
    int frames = limits.userFramesPerSecondMax();
    return new Shared(new Pace(frames, limits.userBytesPerSecondMax(), System.nanoTime()), 1);
  }

  private static Shared more(Shared shared, int change) {
    return new Shared(shared.pace(), shared.connections() + change);
  }
}
