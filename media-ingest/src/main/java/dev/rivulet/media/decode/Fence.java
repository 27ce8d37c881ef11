package dev.rivulet.media.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts programs that work on strangers' files: with an environment of nothing, bounds on memory,
/// file sizes and (by the caller) time, without core dumps, and without a network where the system
/// lets a process give it up.
public final class Fence {
  private static final int FILE_KIB_MAX = 512 << 10;

  private final List<String> prefix;

  private Fence(List<String> prefix) {
    this.prefix = prefix;
  }

  /// Finds out what this system allows.
  public static Fence find() {
    List<String> rootless = List.of("unshare", "--user", "--map-root-user", "--net", "--");
    List<String> root = List.of("unshare", "--net", "--");
    for (List<String> candidate : List.of(root, rootless)) {
      if (works(candidate)) {
        return new Fence(candidate);
      }
    }
    return new Fence(List.of());
  }

  /// Whether what runs behind the fence is cut off from every network.
  public boolean cutsNetwork() {
    return !prefix.isEmpty();
  }

  /// A program, not started yet; what it prints to its standard error is dropped.
  ///
  /// @param dataMebibytes bound on its memory
  /// @param cpuSeconds bound on its CPU; the kernel ends it
  public ProcessBuilder program(
      List<String> command, Path folder, int dataMebibytes, int cpuSeconds) {
    List<String> all = new ArrayList<>(prefix);
    String bounds =
        "ulimit -c 0; ulimit -f %d; ulimit -d %d; ulimit -t %d; exec \"$@\""
            .formatted(2 * FILE_KIB_MAX, dataMebibytes << 10, cpuSeconds);
    all.addAll(List.of("/bin/sh", "-c", bounds, "sh"));
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment(folder));
    return builder;
  }

  /// Libvips looks for modules (and with them many more loaders) below `VIPSHOME`: there are none.
  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "PATH", "/usr/bin:/bin",
        "LANG", "C.UTF-8",
        "MALLOC_ARENA_MAX", "2",
        "VIPSHOME", folder.toString(),
        "VIPS_WARNING", "0");
  }

  private static boolean works(List<String> prefix) {
    if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      return false;
    }
    List<String> command = new ArrayList<>(prefix);
    command.add("/bin/true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(5, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException notHere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
