package dev.rivulet.api.limit;

import java.time.Duration;
import java.util.Optional;

/// Counts uses per key in fixed windows.
interface Counter {
  /// Counts one use; empty when it cannot be counted now.
  Optional<Use> count(String key, Duration window);
}
