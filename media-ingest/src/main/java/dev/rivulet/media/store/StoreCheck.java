package dev.rivulet.media.store;

import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a flag true to whether the store answers.
public final class StoreCheck implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final ObjectStore store;
  private final Readiness.Flag flag;
  private final CountDownLatch stop = new CountDownLatch(1);

  public StoreCheck(ObjectStore store, Readiness.Flag flag) {
    this.store = store;
    this.flag = flag;
    Threads.start("store-check", this::run);
  }

  private void run() {
    try {
      do {
        if (store.answers()) {
          flag.up();
        } else {
          flag.down("store-away");
        }
      } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
