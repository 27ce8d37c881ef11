package dev.rivulet.api.limit;

import io.lettuce.core.SetArgs;
import java.time.Duration;

/// Requests by their keys in Redis, for a day; while Redis is away every key is a new one.
public final class RedisKeyUses implements KeyUses {
  private static final Duration KEPT = Duration.ofDays(1);

  private final Redis redis;

  public RedisKeyUses(Redis redis) {
    this.redis = redis;
  }

  @Override
  public boolean isFor(String owner, String key, String fingerprint) {
    SetArgs first = SetArgs.Builder.nx().ex(KEPT);
    return redis
        .ask(commands -> commands.setGet("request:" + owner + ":" + key, fingerprint, first))
        .map(fingerprint::equals)
        .orElse(true);
  }
}
