package dev.rivulet.client.fake;

import dev.rivulet.client.loop.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// A clock that moves only when a test runs it, and the tasks that are due by it.
public final class VirtualTime {
  private record Task(long at, long order, Runnable task) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private volatile long now = 1_800_000_000_000L;
  private long order;

  public long millis() {
    return now;
  }

  /// Also for other threads: a program under test may wait on one of its own.
  public synchronized void after(long delayMillis, Runnable task) {
    tasks.add(new Task(now + Math.max(0, delayMillis), order++, task));
  }

  public void run(Duration duration) {
    long end = now + duration.toMillis();
    while (dueBy(end)) {
      step();
    }
    now = end;
  }

  /// Returns whether the condition came true in time.
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    long end = now + limit.toMillis();
    while (!condition.getAsBoolean()) {
      if (!dueBy(end)) {
        return false;
      }
      step();
    }
    return true;
  }

  public <T> T await(CompletableFuture<T> future) {
    if (!runUntil(future::isDone, Duration.ofMinutes(5))) {
      throw new AssertionError("did not complete");
    }
    return future.join();
  }

  private synchronized boolean dueBy(long end) {
    return !tasks.isEmpty() && tasks.peek().at() <= end;
  }

  private void step() {
    next().run();
  }

  private synchronized Runnable next() {
    var task = tasks.remove();
    now = Math.max(now, task.at());
    return task.task();
  }

  /// One client's loop; closing it drops the client's tasks, as a killed process does.
  public Loop loop() {
    return new Loop();
  }

  public final class Loop implements EventLoop, AutoCloseable {
    private boolean closed;

    @Override
    public void execute(Runnable task) {
      after(0, () -> runUnlessClosed(task));
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      var cancelled = new boolean[1];
      after(
          delay.toMillis(),
          () -> {
            if (!cancelled[0]) {
              runUnlessClosed(task);
            }
          });
      return () -> cancelled[0] = true;
    }

    @Override
    public long millis() {
      return now;
    }

    @Override
    public boolean inside() {
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }

    private void runUnlessClosed(Runnable task) {
      if (!closed) {
        task.run();
      }
    }
  }
}
