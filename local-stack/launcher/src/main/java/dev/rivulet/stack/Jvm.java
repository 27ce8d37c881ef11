package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import dev.rivulet.servers.JvmFlags;
import dev.rivulet.servers.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Command lines of our own programs.
final class Jvm {
  private final @Nullable Path sharedClasses;

  /// @param sharedClasses where class archives are kept; null keeps none
  Jvm(@Nullable Path sharedClasses) {
    this.sharedClasses = sharedClasses;
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
  private static String classpath(String module) {
    if (module.equals("-")) {
      return System.getProperty("java.class.path");
    }
    Installation installation = Installation.find();
    Path target = installation.root().resolve(module).resolve("target");
    return jar(target) + ":" + installation.classpath(module);
  }

  private static Path jar(Path target) {
    Path classes = target.resolve("classes");
    try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.of()) {
      return files
          .filter(file -> file.getFileName().toString().matches("rivulet-.*SNAPSHOT\\.jar"))
          .findFirst()
          .or(() -> Optional.of(classes).filter(Files::isDirectory))
          .orElseThrow(() -> new ServerException("nothing is built in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
