package dev.rivulet.client.media;

import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tries again while something is away, ever more slowly, until nothing has moved for too long.
final class Patience {
  private static final long PAUSE_FIRST_MS = 200;
  private static final long PAUSE_MAX_MS = 5_000;

  private final long limitNanos;
  private long pauseMillis = PAUSE_FIRST_MS;
  private long movedAt = System.nanoTime();

  Patience(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  /// Something was achieved.
  void moved() {
    movedAt = System.nanoTime();
    pauseMillis = PAUSE_FIRST_MS;
  }

  /// Waits a while, at least as long as the server asks for.
  ///
  /// @throws IOException if it has been in vain for too long
  void pause(@Nullable IOException lost, @Nullable ApiFailure refused)
      throws IOException, InterruptedException {
    if (System.nanoTime() - movedAt > limitNanos) {
      if (refused != null) {
        throw refused;
      }
      throw new IOException("nothing moved for " + limitNanos / 1_000_000_000 + " s", lost);
    }
    long wait = Math.max(pauseMillis, refused == null ? 0 : refused.retryAfterMillis());
    var _ = new CountDownLatch(1).await(wait, TimeUnit.MILLISECONDS);
    pauseMillis = Math.min(2 * pauseMillis, PAUSE_MAX_MS);
  }
}
