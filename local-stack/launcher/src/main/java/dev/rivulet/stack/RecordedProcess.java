package dev.rivulet.stack;

import dev.rivulet.servers.ServerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process as an earlier launcher wrote it down. Pids are used again, so only pid and start time
/// together name a process.
record RecordedProcess(String name, long pid, Instant startedAt) {
  /// The system's clock of process starts may move by a second between two readers.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private static final int GRACE_SECONDS = 10;

  static RecordedProcess of(ServerProcess process) {
    return new RecordedProcess(process.name(), process.pid(), process.startedAt());
  }

  static Optional<RecordedProcess> parse(String line) {
    List<String> parts = List.of(line.split(" ", -1));
    if (parts.size() != 3 || !parts.get(1).matches("\\d+") || !parts.get(2).matches("\\d+")) {
      return Optional.empty();
    }
    Instant startedAt = Instant.ofEpochMilli(Long.parseLong(parts.get(2)));
    return Optional.of(
        new RecordedProcess(parts.getFirst(), Long.parseLong(parts.get(1)), startedAt));
  }

  String line() {
    return name + " " + pid + " " + startedAt.toEpochMilli();
  }

  /// The process, if it is still the same one.
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(start -> Duration.between(start, startedAt).abs())
                    .filter(difference -> difference.compareTo(START_TOLERANCE) <= 0)
                    .isPresent());
  }

  /// SIGTERM, and SIGKILL after a grace.
  void end() {
    running()
        .ifPresent(
            process -> {
              process.destroy();
              if (!ended(process)) {
                process.destroyForcibly();
                ended(process);
              }
            });
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
