package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Prints the end of a process's log, and with `-f` what comes after it.
final class LogsCommand implements Command {
  private static final int LINES = 200;
  private static final int TAIL_BYTES = 256 * 1024;

  private final Path logs;

  LogsCommand(Path directory) {
    this.logs = directory.resolve("logs");
  }

  @Override
  public String usage() {
    return "logs SERVICE [-f]";
  }

  @Override
  public String summary() {
    return "print the last " + LINES + " lines of a process's log; -f follows it";
  }

  @Override
  public int run(List<String> arguments) {
    boolean follow = arguments.contains("-f");
    List<String> names = arguments.stream().filter(name -> !name.equals("-f")).toList();
    if (names.size() != 1 || !names.getFirst().matches("[a-z0-9-]+")) {
      throw new UsageException("one SERVICE is needed");
    }
    Path log = logs.resolve(names.getFirst() + ".log");
    if (!Files.exists(log)) {
      throw new ServerException("no log of " + names.getFirst() + "; there are: " + known());
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      printEnd(file);
      while (follow) {
        printRest(file);
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  private static void printEnd(RandomAccessFile file) throws IOException {
    file.seek(Math.max(0, file.length() - TAIL_BYTES));
    List<String> lines = new String(rest(file), StandardCharsets.UTF_8).lines().toList();
    lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.out::println);
  }

  private static void printRest(RandomAccessFile file) throws IOException {
    if (file.length() < file.getFilePointer()) {
      file.seek(0);
    }
    System.out.print(new String(rest(file), StandardCharsets.UTF_8));
    System.out.flush();
  }

  private static byte[] rest(RandomAccessFile file) throws IOException {
    byte[] bytes =
        new byte[(int) Math.min(TAIL_BYTES, Math.max(0, file.length() - file.getFilePointer()))];
    file.readFully(bytes);
    return bytes;
  }

  private String known() {
    try (Stream<Path> files = Files.exists(logs) ? Files.list(logs) : Stream.of()) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .map(name -> name.substring(0, name.length() - ".log".length()))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
