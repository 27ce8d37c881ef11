package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A server that can be started again on the same port with the same data. Its methods may be
/// called from any thread; `start`, `stop` and `kill` exclude each other.
public abstract class ServerProcess implements AutoCloseable {
  private static final Duration STOP_GRACE = Duration.ofSeconds(20);
  private static final long LOG_BYTES_MAX = 20L * 1024 * 1024;

  private final String name;
  private final Path directory;
  private final Path log;
  private final int port;
  private final List<IntConsumer> onUnexpectedEnd = new CopyOnWriteArrayList<>();
  private volatile @Nullable ChildProcess child;
  private volatile boolean wanted;

  /// A server that is not started.
  ///
  /// @param directory everything the server keeps; made if it is not there
  /// @param log the file its output goes to
  /// @param port what it listens on; 0 takes a free one, which it then keeps
  protected ServerProcess(String name, Path directory, Path log, int port) {
    this.name = name;
    this.directory = directory.toAbsolutePath();
    this.log = log.toAbsolutePath();
    this.port = Ports.orFree(port);
  }

  /// Writes what the server reads at its start; called before every start, in its own directory.
  protected abstract void prepare();

  /// How to start it; asked before every start.
  protected abstract Launch launch();

  /// One short attempt to use the server; false if it does not answer as a ready server does.
  public abstract boolean answers();

  public final String name() {
    return name;
  }

  public final int port() {
    return port;
  }

  public final Path directory() {
    return directory;
  }

  public final Path log() {
    return log;
  }

  /// Starts the process and returns at once.
  ///
  /// @throws ServerException if another program listens on its port
  public final synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already as process " + pid());
    }
    if (!Ports.isFree(port)) {
      throw new ServerException("port " + port + " of " + name + " is taken by another program");
    }
    try {
      Files.createDirectories(directory);
      if (log.getParent() != null) {
        Files.createDirectories(log.getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory, e);
    }
    trimLog();
    prepare();
    ChildProcess run = ChildProcess.start(launch());
    child = run;
    wanted = true;
    var _ = run.exit().thenAccept(code -> ended(run, code));
  }

  /// Calls `listener` with the exit code whenever a run ends that nobody asked to `stop`; a `kill`
  /// counts as such an end. It is called on a thread of the JVM's own and must not block.
  public final void onUnexpectedEnd(IntConsumer listener) {
    onUnexpectedEnd.add(listener);
  }

  /// Whether it was started and not stopped since; true also when it has ended by itself.
  public final boolean isWanted() {
    return wanted;
  }

  /// Starts it and waits until it answers; ends it again if it does not.
  public final void startAndAwait(Duration timeout) {
    start();
    try {
      awaitReady(timeout);
    } catch (ServerException e) {
      stop(Duration.ZERO);
      throw e;
    }
  }

  /// Returns when the server answers.
  ///
  /// @throws ServerException if it ends or does not answer in time; the message holds the end of
  ///   its log
  public final void awaitReady(Duration timeout) {
    ChildProcess run = current();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!answers()) {
      if (run.ended(Duration.ofMillis(50))) {
        throw failed("ended with code " + run.exit().join());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new ServerException("interrupted while " + name + " was starting");
      }
      if (System.nanoTime() > deadline) {
        throw failed("is not ready after " + timeout.toSeconds() + " s");
      }
    }
  }

  public final boolean isAlive() {
    ChildProcess run = child;
    return run != null && run.isAlive();
  }

  /// The pid of the last run.
  public final long pid() {
    return current().pid();
  }

  public final Instant startedAt() {
    return current().startedAt();
  }

  /// Completes with the exit code when the present run ends.
  public final CompletableFuture<Integer> exit() {
    return current().exit();
  }

  /// Resident memory in bytes, 0 when it does not run.
  public final long residentBytes() {
    return isAlive() ? Memory.residentBytes(pid()) : 0;
  }

  /// SIGTERM, and SIGKILL after a grace of 20 s. Does nothing if it does not run.
  public final void stop() {
    stop(STOP_GRACE);
  }

  public final synchronized void stop(Duration grace) {
    wanted = false;
    ChildProcess run = child;
    if (run != null && run.isAlive()) {
      run.stop(grace);
    }
  }

  /// SIGKILL. Does nothing if it does not run.
  public final synchronized void kill() {
    ChildProcess run = child;
    if (run != null && run.isAlive()) {
      run.kill();
    }
  }

  /// Stops it if it runs, and starts it on the same port with the same data. Does not wait for
  /// ready.
  public final synchronized void restart() {
    stop();
    start();
  }

  /// SIGSTOP: connections stay open and nothing is answered.
  public final void suspend() {
    current().suspend();
  }

  /// SIGCONT.
  public final void resume() {
    current().resume();
  }

  /// SIGUSR2.
  protected final void signalReload() {
    current().reload();
  }

  @Override
  public final void close() {
    stop();
  }

  /// What happened to it, with the end of its log.
  protected final ServerException failed(String what) {
    LogEnd end = LogEnd.of(log);
    return new ServerException(name + " " + what + end.words(), end.details());
  }

  private void ended(ChildProcess run, int code) {
    if (wanted && run == child) {
      onUnexpectedEnd.forEach(listener -> listener.accept(code));
    }
  }

  private ChildProcess current() {
    ChildProcess run = child;
    if (run == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return run;
  }

  /// Moves a log that has grown too long to `NAME.1`. The process may be writing: it appends, so it
  /// goes on at the beginning of what is empty now.
  public final void trimLog() {
    try {
      if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
        Path old = log.resolveSibling(log.getFileName() + ".1");
        Files.copy(log, old, StandardCopyOption.REPLACE_EXISTING);
        Files.newOutputStream(log, StandardOpenOption.TRUNCATE_EXISTING).close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot shorten " + log, e);
    }
  }
}
