package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import dev.rivulet.servers.Ports;
import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is checked before the first process starts, so that nothing is left half-started. Each
/// check throws a `ServerException` of one line.
final class Preflight {
  private static final long FREE_BYTES_MIN = 1L << 30;

  private Preflight() {}

  static void space(Path directory) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        throw new ServerException(
            "only %d MB are free on the disk of %s; Rivulet needs at least %d MB"
                .formatted(free >> 20, directory, FREE_BYTES_MIN >> 20));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see how much is free in " + directory, e);
    }
  }

  static void jdk(boolean withCassandra) {
    if (withCassandra) {
      Path _ = Installation.find().java(11, 17);
    }
  }

  static void ports(List<ServerProcess> processes) {
    List<String> taken =
        processes.stream()
            .filter(process -> !Ports.isFree(process.port()))
            .map(process -> process.port() + " (" + process.name() + ")")
            .toList();
    if (!taken.isEmpty()) {
      throw new ServerException(
          "taken by another program: port "
              + String.join(", ", taken)
              + "; choose others with ./rivulet up --port-base N");
    }
  }
}
