package dev.rivulet.receipt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder in which runs of the embedded job leave checkpoints, `RUN/chk-NUMBER` each. (Flink
/// finds its own again only where a cluster is highly available.)
final class Checkpoints {
  /// Written last: a checkpoint without it is not complete.
  private static final String METADATA = "_metadata";

  private final Path directory;

  Checkpoints(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  Path directory() {
    return directory;
  }

  private record Found(Path checkpoint, FileTime time) {}

  /// The newest complete one of all runs.
  Optional<Path> newest() throws IOException {
    var all = List.<Found>of();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> folders = Files.walk(directory, 2)) {
        all = folders.filter(Checkpoints::isComplete).map(Checkpoints::found).toList();
      }
    }
    return all.stream().max(Comparator.comparing(Found::time)).map(Found::checkpoint);
  }

  private static boolean isComplete(Path folder) {
    return String.valueOf(folder.getFileName()).startsWith("chk-")
        && Files.exists(folder.resolve(METADATA));
  }

  private static Found found(Path checkpoint) {
    try {
      return new Found(checkpoint, Files.getLastModifiedTime(checkpoint.resolve(METADATA)));
    } catch (IOException gone) {
      return new Found(checkpoint, FileTime.fromMillis(0));
    }
  }

  /// Deletes the folders of earlier runs but the one that holds this checkpoint, if any.
  void forgetOthers(Optional<Path> kept) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> runs;
    try (Stream<Path> files = Files.list(directory)) {
      runs = files.filter(Files::isDirectory).toList();
    }
    for (Path run : runs) {
      if (kept.isEmpty() || !kept.get().startsWith(run)) {
        delete(run);
      }
    }
  }

  /// Makes one that cannot be restored invisible; it stays for whoever wants to know why.
  static Path setAside(Path checkpoint) throws IOException {
    var aside = checkpoint.resolveSibling("unreadable-" + checkpoint.getFileName());
    return Files.move(checkpoint, aside);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
