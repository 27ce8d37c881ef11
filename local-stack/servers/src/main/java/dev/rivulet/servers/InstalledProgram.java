package dev.rivulet.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A program of the operating system that a part of Rivulet runs if it is there.
public final class InstalledProgram {
  /// Where Debian puts servers; not on the path of every user.
  private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/sbin";

  private InstalledProgram() {}

  /// On the path or where Debian puts servers.
  public static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of((path + File.pathSeparator + SYSTEM_PATH).split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The same, for what cannot do without it.
  ///
  /// @throws ServerException if it is not installed, with what to install
  public static Path require(String name) {
    return find(name)
        .orElseThrow(
            () -> new ServerException(name + " is not installed; on Debian: apt install " + name));
  }
}
