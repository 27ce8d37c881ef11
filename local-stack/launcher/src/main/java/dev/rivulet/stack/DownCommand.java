package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Stops the launcher that runs, or what a killed one left behind.
final class DownCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final Path directory;

  DownCommand(Path directory) {
    this.directory = directory;
  }

  @Override
  public String usage() {
    return "down";
  }

  @Override
  public String summary() {
    return "stop everything";
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException("unknown argument " + arguments.getFirst());
    }
    if (ControlSocket.ask(directory, "down").isPresent()) {
      awaitEnd();
      System.out.println("Rivulet is stopped.");
      return 0;
    }
    try (RunDirectory run = RunDirectory.lock(directory)) {
      List<String> left = run.endLeftovers();
      System.out.println(
          left.isEmpty()
              ? "Rivulet is not running."
              : "Ended what was left behind: " + String.join(", ", left));
      return 0;
    }
  }

  private void awaitEnd() {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (RunDirectory.isLocked(directory)) {
      if (System.nanoTime() > deadline) {
        throw new ServerException("it has not stopped after " + TIMEOUT.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
