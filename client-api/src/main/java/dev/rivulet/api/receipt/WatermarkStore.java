package dev.rivulet.api.receipt;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// Watermarks as they are stored. Who is not there has none yet.
public interface WatermarkStore {
  /// One user's in many conversations.
  Map<UUID, Watermarks> of(UUID user, Collection<UUID> conversations);

  /// Everybody's in one conversation, former members among them.
  Map<UUID, Watermarks> all(UUID conversation);
}
