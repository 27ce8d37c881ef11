package dev.rivulet.gateway.presence;

import dev.rivulet.contracts.presence.PresenceQuestion;
import dev.rivulet.gateway.signal.PresenceStates;
import io.lettuce.core.ScriptOutputType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Asks Redis who is online.
public final class RedisStates implements PresenceStates {
  private static final String[] NO_KEYS = {};

  private final RedisLink link;

  public RedisStates(RedisLink link) {
    this.link = link;
  }

  @Override
  public Optional<Map<UUID, PresenceQuestion.State>> of(Collection<UUID> users) {
    String[] arguments = PresenceQuestion.arguments(users);
    return link.ask(
            it ->
                it.<List<Long>>eval(
                    PresenceQuestion.SCRIPT, ScriptOutputType.MULTI, NO_KEYS, arguments))
        .map(answer -> PresenceQuestion.states(users, answer));
  }
}
