package dev.rivulet.servers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which `redis-server` to run: an installed one if it is newer than ours, else the one inside the
/// embedded-redis jar, unpacked.
final class RedisProgram {
  /// The version inside the jar.
  private static final Version BUNDLED = new Version(7, 0, 15);

  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)\\.(\\d+)");

  record Version(int major, int minor, int patch) implements Comparable<Version> {
    static Optional<Version> in(String text) {
      Matcher found = VERSION.matcher(text);
      return found.find()
          ? Optional.of(
              new Version(
                  Integer.parseInt(found.group(1)),
                  Integer.parseInt(found.group(2)),
                  Integer.parseInt(found.group(3))))
          : Optional.empty();
    }

    @Override
    public int compareTo(Version other) {
      int byMajor = Integer.compare(major, other.major);
      int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
      return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }

  private RedisProgram() {}

  /// @param directory where ours is unpacked if that is the one
  static Path find(Path directory) {
    Optional<Path> installed = installed();
    String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
    if (installed.isPresent()) {
      Optional<Version> version = version(installed.get());
      if (resource == null || version.filter(v -> v.compareTo(BUNDLED) > 0).isPresent()) {
        return installed.get();
      }
    }
    if (resource == null) {
      throw new ServerException(
          "no redis-server for " + System.getProperty("os.name") + "; install one on the PATH");
    }
    return unpack(resource, directory.resolve("redis-server"));
  }

  /// The jar's entry for a system; null if it has none. Intel programs run on ARM Macs too.
  static @Nullable String resource(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    if (os.contains("linux")) {
      return "/redis-server-" + BUNDLED + "-linux-" + (arm ? "arm64" : "amd64");
    }
    return os.contains("mac") ? "/redis-server-" + BUNDLED + "-darwin-amd64" : null;
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Version> version(Path program) {
    try {
      Process process = new ProcessBuilder(program.toString(), "--version").start();
      return Version.in(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path unpack(String resource, Path target) {
    try (InputStream in = RedisProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("embedded-redis has no " + resource);
      }
      if (!Files.exists(target)) {
        Path bytes = target.resolveSibling("redis-server.bytes");
        Path whole = target.resolveSibling("redis-server.part");
        Files.copy(in, bytes, StandardCopyOption.REPLACE_EXISTING);
        copy(bytes, whole);
        if (!whole.toFile().setExecutable(true)) {
          throw new ServerException("cannot make " + whole + " executable");
        }
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(bytes);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource, e);
    }
  }

  /// By a process of its own: what this one has open for writing, another one that it starts at the
  /// same moment has open too until it has become its program, and a file that is open for writing
  /// cannot be executed ("Text file busy").
  private static void copy(Path from, Path to) throws IOException {
    Process copying = new ProcessBuilder("/bin/cp", from.toString(), to.toString()).start();
    try {
      int code = copying.waitFor();
      if (code != 0) {
        throw new IOException("cp ended with code " + code);
      }
    } catch (InterruptedException e) {
      copying.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("copying " + from);
    }
  }
}
