package dev.rivulet.testing.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Calls something at an even rate, on the thread that asks for it.
final class Pace {
  private Pace() {}

  /// What is called gets the number of the call.
  static void run(int perSecond, int seconds, IntConsumer call) {
    long gap = 1_000_000_000L / perSecond;
    long start = System.nanoTime();
    int calls = perSecond * seconds;
    for (int i = 0; i < calls; i++) {
      long due = start + i * gap;
      long wait = due - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = due - System.nanoTime();
      }
      call.accept(i);
    }
  }
}
