package dev.rivulet.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Counts in this process alone; the oldest keys are forgotten when there are too many.
final class LocalCounter implements Counter {
  private static final int KEYS_MAX = 100_000;

  private record Window(Instant end, long count) {}

  private final Cache<String, Window> windows = Caffeine.newBuilder().maximumSize(KEYS_MAX).build();
  private final InstantSource clock;

  LocalCounter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Use> count(String key, Duration window) {
    Instant now = clock.instant();
    Window counted =
        windows
            .asMap()
            .merge(
                key,
                new Window(now.plus(window), 1),
                (old, fresh) ->
                    now.isBefore(old.end()) ? new Window(old.end(), old.count() + 1) : fresh);
    return Optional.of(new Use(counted.count(), Duration.between(now, counted.end())));
  }
}
