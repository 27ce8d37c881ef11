package dev.rivulet.client.loop;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tasks in order on a scheduler that many loops may share: a hundred clients need no hundred
/// threads. After [#close] tasks are dropped, those that wait as well.
public final class SerialLoop implements EventLoop, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SerialLoop.class.getName());

  /// Tasks of one loop before others on the same scheduler get their turn.
  private static final int TASKS_PER_TURN_MAX = 64;

  private final ScheduledExecutorService scheduler;
  private final boolean owned;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Thread running;
  private volatile boolean closed;

  private SerialLoop(ScheduledExecutorService scheduler, boolean owned) {
    this.scheduler = scheduler;
    this.owned = owned;
  }

  /// With a daemon thread of its own.
  public static SerialLoop named(String name) {
    return new SerialLoop(scheduler(name, 1), true);
  }

  /// On somebody else's threads, which closing leaves alone.
  public static SerialLoop on(ScheduledExecutorService scheduler) {
    return new SerialLoop(scheduler, false);
  }

  /// A scheduler of daemon threads for many loops.
  public static ScheduledExecutorService scheduler(String name, int threads) {
    var factory = Executors.defaultThreadFactory();
    var scheduler =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              var thread = factory.newThread(task);
              thread.setName(name);
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      turn();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (closed) {
      return () -> {};
    }
    try {
      var timer = scheduler.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException shutDown) {
      return () -> {};
    }
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public boolean inside() {
    return running == Thread.currentThread();
  }

  @Override
  public void close() {
    closed = true;
    if (owned) {
      scheduler.shutdown();
    }
  }

  private void turn() {
    try {
      scheduler.execute(this::drain);
    } catch (RejectedExecutionException shutDown) {
      closed = true;
    }
  }

  private void drain() {
    int done = 0;
    int left;
    do {
      running = Thread.currentThread();
      var task = tasks.poll();
      if (task != null && !closed) {
        run(task);
      }
      done++;
      // Before the count falls: from then on another thread may take over.
      running = null;
      left = waiting.decrementAndGet();
    } while (left > 0 && done < TASKS_PER_TURN_MAX);
    if (left > 0) {
      turn();
    }
  }

  /// The top of the client's thread: a callback that throws must not end all that follows, whatever
  /// it throws. A loop that stopped by an error would look like a client with nothing to do.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable failed) {
      LOG.log(Level.ERROR, "a task of the client failed", failed);
    }
  }
}
