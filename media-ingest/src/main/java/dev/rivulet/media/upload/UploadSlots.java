package dev.rivulet.media.upload;

import dev.rivulet.media.http.Problem;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// How many uploads a user has under way at this instance.
final class UploadSlots {
  private final int max;
  private final Map<UUID, Integer> taken = new ConcurrentHashMap<>();

  UploadSlots(int max) {
    this.max = max;
  }

  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /// @throws Problem `too-fast` if he has as many as he may
  Slot take(UUID user) {
    int now = taken.merge(user, 1, Integer::sum);
    if (now > max) {
      giveBack(user);
      throw Problem.of(429, "too-fast", "at most " + max + " uploads at a time");
    }
    return () -> giveBack(user);
  }

  private void giveBack(UUID user) {
    taken.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
  }
}
