package dev.rivulet.testing.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The files that a clone holds: everything below the root but what building and running leave.
final class SourceTree {
  private static final List<String> LEFT_BEHIND =
      List.of("target", ".git", ".rivulet", ".idea", ".vscode", "node_modules", "__pycache__");

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /// The tree around the module that this test runs in.
  static SourceTree read() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      Path parent = root.getParent();
      if (parent == null) {
        throw new IllegalStateException("no .mvn above " + Path.of("").toAbsolutePath());
      }
      root = parent;
    }
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Collector(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourceTree(root, List.copyOf(files));
  }

  Path root() {
    return root;
  }

  SortedSet<String> topLevel() {
    SortedSet<String> names = new TreeSet<>();
    files.forEach(file -> names.add(root.relativize(file).getName(0).toString()));
    return names;
  }

  Stream<Path> filesNamed(String suffix) {
    return files.stream().filter(file -> file.toString().endsWith(suffix));
  }

  Stream<Path> all() {
    return files.stream();
  }

  String name(Path file) {
    return root.relativize(file).toString();
  }

  String text(String name) {
    return text(root.resolve(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> files;

    Collector(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      Path name = directory.getFileName();
      return name != null && LEFT_BEHIND.contains(name.toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // In a linked work tree .git is a file.
      if (!file.endsWith(".git")) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
