package dev.rivulet.api.presence;

import dev.rivulet.api.limit.Redis;
import dev.rivulet.contracts.presence.PresenceQuestion;
import io.lettuce.core.ScriptOutputType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Asks Redis, where the gateways write it.
public final class RedisPresenceSource implements PresenceSource {
  private static final String[] NO_KEYS = {};

  private final Redis redis;

  public RedisPresenceSource(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Map<UUID, PresenceQuestion.State> states(Collection<UUID> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    return redis
        .ask(
            commands ->
                commands.<List<Long>>eval(
                    PresenceQuestion.SCRIPT,
                    ScriptOutputType.MULTI,
                    NO_KEYS,
                    PresenceQuestion.arguments(users)))
        .map(answer -> PresenceQuestion.states(users, answer))
        .orElse(Map.of());
  }
}
