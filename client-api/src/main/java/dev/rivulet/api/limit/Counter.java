package dev.rivulet.api.limit;

import java.util.Optional;

/// Counts uses per key: a bucket of tokens that fills evenly.
interface Counter {
  /// Takes one token, or says when there will be one; empty when it cannot be counted now.
  Optional<Use> take(String key, Budget budget);
}
