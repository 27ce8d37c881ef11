package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where Rivulet's own files are: the folder that holds `local-stack`, built.
///
/// @param root that folder
public record Installation(Path root) {
  private static final String HOME_PROPERTY = "rivulet.home";

  /// The folder named by the system property `rivulet.home`, else the nearest one at or above the
  /// working directory.
  public static Installation find() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home != null) {
      return new Installation(Path.of(home).toAbsolutePath().normalize());
    }
    @Nullable Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("local-stack/kafka-classpath"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new ServerException(
          "Rivulet's files were not found above "
              + Path.of("").toAbsolutePath()
              + "; name their folder with -D"
              + HOME_PROPERTY);
    }
    return new Installation(at);
  }

  /// The class path that a module's build wrote to `target/classpath`.
  ///
  /// @param module the module's folder, for example `local-stack/kafka-classpath`
  public String classpath(String module) {
    Path file = root.resolve(module).resolve("target/classpath");
    String advice = "; build it with: mvn -Drivulet.quick -pl " + module + " package";
    if (!Files.exists(file)) {
      throw new ServerException(file + " is missing" + advice);
    }
    String classpath = read(file).strip();
    for (String entry : classpath.split(":", -1)) {
      if (!Files.exists(Path.of(entry))) {
        throw new ServerException(entry + " (named by " + file + ") is missing" + advice);
      }
    }
    return classpath;
  }

  /// The `java` of an installed JDK of a version from `min` to `max`.
  public Path java(int min, int max) {
    Path script = root.resolve(".mvn/find-jdk.sh");
    try {
      Process process =
          new ProcessBuilder(List.of("/bin/sh", script.toString(), Integer.toString(min), "" + max))
              .start();
      String home = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new ServerException(error.strip());
      }
      return Path.of(home.strip(), "bin", "java");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while looking for a JDK", e);
    }
  }

  /// The `java` that runs this JVM.
  public static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
