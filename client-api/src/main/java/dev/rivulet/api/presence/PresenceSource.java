package dev.rivulet.api.presence;

import dev.rivulet.contracts.presence.PresenceQuestion;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// Where it is known who is online. Without an answer everybody is offline.
public interface PresenceSource {
  Map<UUID, PresenceQuestion.State> states(Collection<UUID> users);
}
