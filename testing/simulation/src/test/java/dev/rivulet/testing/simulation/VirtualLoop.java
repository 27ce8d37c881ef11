package dev.rivulet.testing.simulation;

import dev.rivulet.client.loop.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/// A client's thread: the schedule says when its next task runs. Ending it drops the tasks, as a
/// killed process does.
final class VirtualLoop implements EventLoop {
  private record Task(long at, long order, Runnable task) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private final LongSupplier now;
  private long order;
  private boolean ended;
  private boolean running;

  VirtualLoop(LongSupplier now) {
    this.now = now;
  }

  @Override
  public void execute(Runnable task) {
    add(now.getAsLong(), task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var cancelled = new boolean[1];
    add(
        now.getAsLong() + delay.toMillis(),
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        });
    return () -> cancelled[0] = true;
  }

  private void add(long at, Runnable task) {
    if (!ended) {
      tasks.add(new Task(at, order++, task));
    }
  }

  @Override
  public long millis() {
    return now.getAsLong();
  }

  @Override
  public boolean inside() {
    return running;
  }

  /// Runs the next task that is due.
  ///
  /// @return whether there was one
  boolean step() {
    if (tasks.isEmpty() || tasks.peek().at() > now.getAsLong()) {
      return false;
    }
    running = true;
    try {
      tasks.remove().task().run();
    } finally {
      running = false;
    }
    return true;
  }

  void end() {
    ended = true;
    tasks.clear();
  }
}
