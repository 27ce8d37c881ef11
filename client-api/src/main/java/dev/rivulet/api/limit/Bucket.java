package dev.rivulet.api.limit;

import java.time.Duration;

/// A token bucket as one number: the time at which it will be full again (the generic cell rate
/// algorithm; ITU-T I.371 annex A). Redis computes the same in [RedisCounter].
record Bucket(long fullMicros) {
  static Bucket full() {
    return new Bucket(0);
  }

  /// The bucket after one use at `now`, and what became of it.
  record Taken(Bucket after, Use use) {}

  Taken take(long nowMicros, Budget budget) {
    long window = budget.window().toNanos() / 1000;
    long each = Math.max(1, window / budget.max());
    long fullAt = Math.max(fullMicros, nowMicros);
    long early = fullAt + each - window - nowMicros;
    if (early > 0) {
      return new Taken(this, new Use(false, 0, micros(fullAt - nowMicros), micros(early)));
    }
    long after = fullAt + each;
    long left = (window - (after - nowMicros)) / each;
    return new Taken(
        new Bucket(after), new Use(true, left, micros(after - nowMicros), Duration.ZERO));
  }

  static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
