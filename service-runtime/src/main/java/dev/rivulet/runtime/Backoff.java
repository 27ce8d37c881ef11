package dev.rivulet.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: doubling from `first` to `max`, each wait drawn between
/// half of that and all of it, so that many who lost the same server do not come back in step.
///
/// For one thread; the random source is given so that a test can repeat what it saw.
public final class Backoff {
  private final long firstMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long ceilingMillis;
  private int attempts;

  public Backoff(Duration first, Duration max, RandomGenerator random) {
    if (first.toMillis() < 1 || max.compareTo(first) < 0) {
      throw new IllegalArgumentException("back-off from " + first + " to " + max);
    }
    this.firstMillis = first.toMillis();
    this.maxMillis = max.toMillis();
    this.random = random;
    this.ceilingMillis = firstMillis;
  }

  public Duration next() {
    long ceiling = ceilingMillis;
    ceilingMillis = ceiling > maxMillis / 2 ? maxMillis : ceiling * 2;
    attempts++;
    return Duration.ofMillis(random.nextLong(ceiling - ceiling / 2, ceiling + 1));
  }

  /// Tries since the last success.
  public int attempts() {
    return attempts;
  }

  /// After a success: the next failure starts from the first wait again.
  public void reset() {
    ceilingMillis = firstMillis;
    attempts = 0;
  }
}
