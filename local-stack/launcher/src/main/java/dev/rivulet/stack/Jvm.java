package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import dev.rivulet.servers.JvmFlags;
import dev.rivulet.servers.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Command lines of our own programs.
final class Jvm {
  private static final String OUR_JARS = "rivulet-.*-SNAPSHOT\\.jar";

  private final @Nullable Path sharedClasses;
  private final Path copies;

  /// @param sharedClasses where class archives are kept; null keeps none
  /// @param copies where our own jars are copied to before they are used
  Jvm(@Nullable Path sharedClasses, Path copies) {
    this.sharedClasses = sharedClasses;
    this.copies = copies;
  }

  /// @param archive the name of the class archive; two processes that run at once may read one, but
  ///   only one of them may keep it up to date
  List<String> command(
      String archive, boolean keepsArchive, String module, int heapMegabytes, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Installation.thisJava().toString());
    command.addAll(JvmFlags.small(heapMegabytes));
    command.addAll(archiveFlags(archive, keepsArchive));
    command.addAll(flags);
    command.addAll(List.of("-cp", classpath(module)));
    return command;
  }

  @Nullable Path archive(String name) {
    if (sharedClasses == null) {
      return null;
    }
    try {
      return Files.createDirectories(sharedClasses).resolve(name + ".jsa");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + sharedClasses, e);
    }
  }

  private List<String> archiveFlags(String name, boolean keeps) {
    Path file = archive(name);
    if (file == null || !(keeps || Files.exists(file))) {
      return List.of();
    }
    List<String> flags = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off"));
    if (keeps) {
      flags.add("-XX:+AutoCreateSharedArchive");
    }
    return flags;
  }

  /// The module's jar (or, while it is being worked on, its classes) and what it depends on. A
  /// module named `-` is the class path of this JVM.
  private String classpath(String module) {
    if (module.equals("-")) {
      return System.getProperty("java.class.path");
    }
    Installation installation = Installation.find();
    Path target = installation.root().resolve(module).resolve("target");
    String all = jar(target) + ":" + installation.classpath(module);
    Path own = copies.resolve(module.replace('/', '-'));
    return Stream.of(all.split(":", -1))
        .map(Path::of)
        .map(jar -> isOurs(jar) ? copy(jar, own) : jar)
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  private static boolean isOurs(Path jar) {
    return jar.getFileName().toString().matches(OUR_JARS);
  }

  /// A JVM reads classes from its jars as long as it runs, and a build writes ours anew. Copies
  /// keep their times: class archives depend on them.
  private static Path copy(Path jar, Path directory) {
    Path copy = directory.resolve(jar.getFileName());
    try {
      Files.createDirectories(directory);
      if (!Files.exists(copy)
          || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(jar))) {
        Path part = Files.createTempFile(directory, "copy", ".part");
        Files.copy(
            jar, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + jar, e);
    }
  }

  private static Path jar(Path target) {
    Path classes = target.resolve("classes");
    try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.of()) {
      return files
          .filter(file -> file.getFileName().toString().matches(OUR_JARS))
          .findFirst()
          .or(() -> Optional.of(classes).filter(Files::isDirectory))
          .orElseThrow(() -> new ServerException("nothing is built in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
