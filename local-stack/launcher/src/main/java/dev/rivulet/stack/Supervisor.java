package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Starts processes again that ended by themselves: at once the first time, then at growing
/// distances until one of them has run for a minute. All its work is done by one thread.
final class Supervisor implements AutoCloseable {
  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Consumer<String> progress;
  private final Runnable changed;
  private final List<ServerProcess> watched = new CopyOnWriteArrayList<>();
  private final Map<ServerProcess, Duration> delays = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("supervisor").factory());

  /// @param progress told one line per restart
  /// @param changed run after each restart
  Supervisor(Consumer<String> progress, Runnable changed) {
    this.progress = progress;
    this.changed = changed;
    var _ = thread.scheduleWithFixedDelay(this::trimLogs, 1, 1, TimeUnit.MINUTES);
  }

  /// From now on the process is started again when it ends unasked.
  void watch(ServerProcess process) {
    watched.add(process);
    process.onUnexpectedEnd(code -> later(Duration.ZERO, () -> ended(process, code)));
    if (!process.isAlive()) {
      later(Duration.ZERO, () -> start(process));
    }
  }

  /// How long to wait before the next start; `ran` is how long the last run lasted.
  static Duration next(Duration last, Duration ran) {
    if (last.isZero() || ran.compareTo(STEADY) > 0) {
      return FIRST_DELAY;
    }
    Duration doubled = last.multipliedBy(2);
    return doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void ended(ServerProcess process, int code) {
    Duration ran = Duration.between(process.startedAt(), Instant.now());
    Duration delay = next(delays.getOrDefault(process, Duration.ZERO), ran);
    delays.put(process, delay);
    progress.accept(
        "%s ended with code %d; starting it again in %.1f s (log: %s)"
            .formatted(process.name(), code, delay.toMillis() / 1000.0, process.log()));
    later(delay, () -> start(process));
  }

  private void start(ServerProcess process) {
    if (!process.isWanted() || process.isAlive()) {
      return;
    }
    try {
      process.start();
      changed.run();
    } catch (ServerException | UncheckedIOException e) {
      Duration delay = next(delays.getOrDefault(process, FIRST_DELAY), Duration.ZERO);
      delays.put(process, delay);
      progress.accept(process.name() + " cannot be started: " + e.getMessage());
      later(delay, () -> start(process));
    }
  }

  private void trimLogs() {
    try {
      watched.forEach(ServerProcess::trimLog);
    } catch (UncheckedIOException e) {
      progress.accept(e.getMessage());
    }
  }

  private void later(Duration delay, Runnable task) {
    try {
      var _ = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: nothing is started any more.
    }
  }
}
