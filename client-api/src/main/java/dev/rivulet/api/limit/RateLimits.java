package dev.rivulet.api.limit;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import java.time.Duration;
import java.time.InstantSource;

/// Admits or refuses by budget.
///
/// While Redis is away each process counts alone: those who are logged in keep their whole budget,
/// strangers get a share that stays below the whole even with many processes. So a dead Redis stops
/// nobody, and opens nothing to somebody who guesses passwords.
public final class RateLimits {
  private static final int STRANGERS_SHARE = 8;

  private final Counter shared;
  private final Counter local;

  RateLimits(Counter shared, Counter local) {
    this.shared = shared;
    this.local = local;
  }

  public static RateLimits of(Redis redis, InstantSource clock) {
    return new RateLimits(new RedisCounter(redis), new LocalCounter(clock));
  }

  /// Takes one use and throws the problem `too-fast` when the budget is used up.
  public void use(Budget budget, String subject) {
    admit(take(budget, subject));
  }

  /// The same, and the answer tells the client how far it is: the header fields of
  /// draft-ietf-httpapi-ratelimit-headers-10.
  public void use(Request request, Budget budget, String subject) {
    Use use = take(budget, subject);
    request.answerWith(
        "RateLimit-Policy",
        "\"%s\";q=%d;w=%d".formatted(budget.name(), budget.max(), seconds(budget.window())));
    request.answerWith(
        "RateLimit",
        "\"%s\";r=%d;t=%d".formatted(budget.name(), use.remaining(), seconds(use.full())));
    admit(use);
  }

  private Use take(Budget budget, String subject) {
    String key = budget.key(subject);
    return shared
        .take(key, budget)
        .or(() -> local.take(key, budget.alone(STRANGERS_SHARE)))
        .orElseThrow();
  }

  private static void admit(Use use) {
    if (!use.admitted()) {
      throw Problem.tooFast(use.next());
    }
  }

  private static long seconds(Duration time) {
    return (time.toMillis() + 999) / 1000;
  }
}
