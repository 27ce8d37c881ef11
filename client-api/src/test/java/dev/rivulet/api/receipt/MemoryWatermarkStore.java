package dev.rivulet.api.receipt;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Watermarks in memory.
public final class MemoryWatermarkStore implements WatermarkStore {
  private final Map<UUID, Map<UUID, Watermarks>> all = new HashMap<>();

  public void put(UUID conversation, UUID user, Watermarks watermarks) {
    all.computeIfAbsent(conversation, _ -> new HashMap<>()).put(user, watermarks);
  }

  @Override
  public Map<UUID, Watermarks> of(UUID user, Collection<UUID> conversations) {
    Map<UUID, Watermarks> own = new HashMap<>();
    for (UUID conversation : conversations) {
      Watermarks found = all(conversation).get(user);
      if (found != null) {
        own.put(conversation, found);
      }
    }
    return own;
  }

  @Override
  public Map<UUID, Watermarks> all(UUID conversation) {
    return all.getOrDefault(conversation, Map.of());
  }
}
