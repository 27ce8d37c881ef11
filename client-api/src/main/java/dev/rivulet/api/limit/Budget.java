package dev.rivulet.api.limit;

import java.time.Duration;

/// How often something may happen: `max` times in each window, evenly, or at once after a pause.
/// `name` keeps budgets apart. `strangers`: nobody has logged in for it.
public record Budget(String name, int max, Duration window, boolean strangers) {
  public Budget {
    if (max < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("budget %s: %d in %s".formatted(name, max, window));
    }
  }

  public Budget(String name, int max, Duration window) {
    this(name, max, window, false);
  }

  /// The same for those who have not logged in.
  public Budget ofStrangers() {
    return new Budget(name, max, window, true);
  }

  /// What one process grants when it cannot ask the others.
  Budget alone(int share) {
    return strangers ? new Budget(name, Math.max(1, max / share), window, true) : this;
  }

  String key(String subject) {
    return "bucket:" + name + ":" + subject;
  }
}
