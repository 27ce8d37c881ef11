package dev.rivulet.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Counts in this process alone; the oldest keys are forgotten when there are too many.
final class LocalCounter implements Counter {
  private static final int KEYS_MAX = 100_000;

  private final Cache<String, Bucket.Taken> buckets =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).build();
  private final InstantSource clock;

  LocalCounter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Use> take(String key, Budget budget) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    Bucket.Taken taken =
        buckets
            .asMap()
            .compute(
                key, (_, old) -> (old == null ? Bucket.full() : old.after()).take(now, budget));
    return Optional.of(taken.use());
  }
}
