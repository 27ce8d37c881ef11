package dev.rivulet.testing.system;

import dev.rivulet.servers.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program of one of our modules, run as `./rivulet` runs it: a process of its own that finds the
/// stack by its environment.
final class Program {
  private final Path directory;
  private final Supplier<Map<String, String>> environment;
  private final String module;
  private final String mainClass;

  /// How a run ended, and all it printed.
  record Run(int code, String output) {}

  Program(TestStack stack, String module, String mainClass) {
    this(stack.file("."), () -> stack.processes().environment(), module, mainClass);
  }

  /// With servers of its own.
  ///
  /// @param directory for what it prints
  Program(
      Path directory, Supplier<Map<String, String>> environment, String module, String mainClass) {
    this.directory = directory;
    this.environment = environment;
    this.module = module;
    this.mainClass = mainClass;
  }

  /// Runs it to its end.
  ///
  /// @param input what it reads, null for nothing
  Run run(Map<String, String> more, @Nullable Path input, Duration patience, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Installation.thisJava().toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", classpath(), mainClass));
    command.addAll(List.of(args));
    try {
      Path output = Files.createTempFile(directory, "program", ".out");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment.get());
      builder.environment().putAll(more);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
      Process process = builder.start();
      try {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError(
              mainClass + " still runs after " + patience + ": " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
      } finally {
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String classpath() {
    Installation installation = Installation.find();
    Path target = installation.root().resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("rivulet-.*-SNAPSHOT\\.jar"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("nothing is built in " + target));
      return jar + ":" + installation.classpath(module);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
