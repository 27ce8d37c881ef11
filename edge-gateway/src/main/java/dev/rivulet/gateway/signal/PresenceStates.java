package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.presence.PresenceQuestion.State;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where it is known who is online.
public interface PresenceStates {
  /// One state for each user; empty if it cannot be told now.
  Optional<Map<UUID, State>> of(Collection<UUID> users);
}
