package dev.rivulet.api.limit;

import java.time.Duration;

/// How often something may happen: `max` times in each window. `name` keeps budgets apart.
public record Budget(String name, int max, Duration window) {
  public Budget {
    if (max < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("budget %s: %d in %s".formatted(name, max, window));
    }
  }

  String key(String subject) {
    return "rate:" + name + ":" + subject;
  }
}
