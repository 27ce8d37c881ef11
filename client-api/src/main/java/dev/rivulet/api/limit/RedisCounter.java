package dev.rivulet.api.limit;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Counts in Redis, by its clock. The script is one step there, and its key ends when the bucket is
/// full again. The same as [Bucket#take].
final class RedisCounter implements Counter {
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local window = tonumber(ARGV[1])
      local each = math.max(1, math.floor(window / tonumber(ARGV[2])))
      local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
      local early = full + each - window - now
      if early > 0 then return {0, 0, full - now, early} end
      full = full + each
      redis.call('SET', KEYS[1], string.format('%.0f', full),
        'PX', math.ceil((full - now) / 1000))
      return {1, math.floor((window - (full - now)) / each), full - now, 0}
      """;

  private final Redis redis;

  RedisCounter(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Use> take(String key, Budget budget) {
    return redis
        .ask(
            commands ->
                commands.<List<Long>>eval(
                    SCRIPT,
                    ScriptOutputType.MULTI,
                    new String[] {key},
                    Long.toString(budget.window().toNanos() / 1000),
                    Integer.toString(budget.max())))
        .map(RedisCounter::use);
  }

  private static Use use(List<Long> answer) {
    Duration full = Bucket.micros(answer.get(2));
    return new Use(answer.get(0) == 1, answer.get(1), full, Bucket.micros(answer.get(3)));
  }
}
