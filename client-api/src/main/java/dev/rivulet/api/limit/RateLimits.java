package dev.rivulet.api.limit;

import dev.rivulet.api.http.Problem;
import java.time.InstantSource;

/// Admits or refuses by budget.
public final class RateLimits {
  private final Counter shared;
  private final Counter local;

  RateLimits(Counter shared, Counter local) {
    this.shared = shared;
    this.local = local;
  }

  public static RateLimits of(Redis redis, InstantSource clock) {
    return new RateLimits(new RedisCounter(redis), new LocalCounter(clock));
  }

  /// Counts one use and throws the problem `too-fast` when the budget is used up.
  public void use(Budget budget, String subject) {
    String key = budget.key(subject);
    Use use =
        shared
            .count(key, budget.window())
            .or(() -> local.count(key, budget.window()))
            .orElseThrow();
    if (use.count() > budget.max()) {
      throw Problem.tooFast(use.left());
    }
  }
}
