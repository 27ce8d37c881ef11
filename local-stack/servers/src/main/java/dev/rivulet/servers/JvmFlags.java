package dev.rivulet.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Flags that keep a JVM 25 small. One collector thread is enough on the few cores of a laptop, and
/// the serial collector has the smallest footprint.
public final class JvmFlags {
  /// glibc otherwise keeps up to eight arenas per core, tens of megabytes each.
  public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  private static final List<String> FLAGS =
      List.of(
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=128m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-Djava.awt.headless=true",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JvmFlags() {}

  /// With the system property `rivulet.start-quickly` the JVM has the first compiler alone: a third
  /// less CPU time for a start, half the speed once it is warm. Tests start often and run shortly.
  public static List<String> small(int heapMegabytes) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("-Xmx" + heapMegabytes + "m");
    flags.add("-Xms" + Math.min(heapMegabytes, 32) + "m");
    if (Boolean.getBoolean("rivulet.start-quickly")) {
      flags.add("-XX:TieredStopAtLevel=1");
    }
    return List.copyOf(flags);
  }
}
