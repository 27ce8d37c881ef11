package dev.rivulet.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Deletes what the stack keeps: data, logs, secrets and the terminal client's accounts.
final class ResetCommand implements Command {
  /// Nothing else in the directory is touched.
  private static final List<String> KEPT_THINGS =
      List.of("kafka", "cassandra", "redis", "services", "lib", "logs", "secrets", "clients");

  private final Path directory;

  ResetCommand(Path directory) {
    this.directory = directory;
  }

  @Override
  public String usage() {
    return "reset";
  }

  @Override
  public String summary() {
    return "delete all data, logs, secrets and terminal accounts; only when nothing runs";
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException("unknown argument " + arguments.getFirst());
    }
    try (RunDirectory run = RunDirectory.lock(directory)) {
      run.endLeftovers();
      KEPT_THINGS.forEach(name -> delete(directory.resolve(name)));
    }
    System.out.println("Deleted what was kept in " + directory + ".");
    return 0;
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + tree, e);
    }
  }
}
