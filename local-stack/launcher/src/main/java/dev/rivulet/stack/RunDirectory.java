package dev.rivulet.stack;

import dev.rivulet.servers.SecretFile;
import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a running stack writes down about itself, in the folder `run`: a lock that ends with the
/// process that holds it, the pids of its children, and the addresses for clients.
final class RunDirectory implements AutoCloseable {
  private final Path directory;
  private final FileChannel channel;

  private RunDirectory(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static Path in(Path stack) {
    return stack.resolve("run");
  }

  /// @throws ServerException if another process holds the lock
  static RunDirectory lock(Path stack) {
    Path directory = in(stack);
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new ServerException(
            "Rivulet runs already in " + stack + "; ./rivulet status shows it, down stops it");
      }
      return new RunDirectory(directory, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + directory, e);
    }
  }

  /// Whether some process holds the lock now. Only looks: to tidy here would take away the record
  /// of what a killed launcher left behind.
  static boolean isLocked(Path stack) {
    Path lock = in(stack).resolve("lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + lock, e);
    }
  }

  /// Ends what an earlier launcher left behind, and returns the names of what was ended.
  List<String> endLeftovers() {
    List<RecordedProcess> left =
        recorded().stream().filter(process -> process.running().isPresent()).toList();
    left.forEach(RecordedProcess::end);
    return left.stream().map(RecordedProcess::name).toList();
  }

  /// Writes down which processes run.
  synchronized void record(List<ServerProcess> processes) {
    String text =
        processes.stream()
            .filter(ServerProcess::isAlive)
            .map(RecordedProcess::of)
            .map(process -> process.line() + "\n")
            .collect(Collectors.joining());
    SecretFile.write(processesFile(), text);
  }

  /// Writes down what clients need, one `NAME=value` a line.
  void environment(Map<String, String> variables) {
    SecretFile.write(
        directory.resolve("environment"),
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  @Override
  public void close() {
    try {
      if (channel.isOpen()) {
        Files.deleteIfExists(processesFile());
        Files.deleteIfExists(directory.resolve("environment"));
        Files.deleteIfExists(directory.resolve("control"));
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + directory, e);
    }
  }

  private List<RecordedProcess> recorded() {
    try (Stream<String> lines =
        Files.exists(processesFile()) ? Files.lines(processesFile()) : Stream.of()) {
      return lines.flatMap(line -> RecordedProcess.parse(line).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path processesFile() {
    return directory.resolve("processes");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
