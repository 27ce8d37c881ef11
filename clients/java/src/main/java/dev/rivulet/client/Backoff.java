package dev.rivulet.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: doubling from `first` to `max`, each wait drawn between
/// half of that and all of it, so that many who lost the same server do not come back in step.
final class Backoff {
  private final long firstMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long ceilingMillis;

  Backoff(Duration first, Duration max, RandomGenerator random) {
    this.firstMillis = first.toMillis();
    this.maxMillis = max.toMillis();
    this.random = random;
    this.ceilingMillis = firstMillis;
  }

  Duration next() {
    long ceiling = ceilingMillis;
    ceilingMillis = Math.min(maxMillis, ceiling * 2);
    return Duration.ofMillis(random.nextLong(ceiling - ceiling / 2, ceiling + 1));
  }

  void reset() {
    ceilingMillis = firstMillis;
  }
}
