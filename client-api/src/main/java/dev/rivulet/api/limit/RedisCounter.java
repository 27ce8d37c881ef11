package dev.rivulet.api.limit;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Counts in Redis. The script is one step there, so a key never stays without an end.
final class RedisCounter implements Counter {
  private static final String SCRIPT =
      """
      local count = redis.call('INCR', KEYS[1])
      if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
      return {count, redis.call('PTTL', KEYS[1])}
      """;

  private final Redis redis;

  RedisCounter(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Use> count(String key, Duration window) {
    return redis
        .ask(
            commands ->
                commands.<List<Long>>eval(
                    SCRIPT,
                    ScriptOutputType.MULTI,
                    new String[] {key},
                    Long.toString(window.toMillis())))
        .map(answer -> new Use(answer.get(0), Duration.ofMillis(Math.max(1, answer.get(1)))));
  }
}
