package dev.rivulet.servers;

import java.util.List;
import java.util.Map;

/// Flags that keep a JVM 25 small. One collector thread is enough on the few cores of a laptop, and
/// the serial collector has the smallest footprint.
public final class JvmFlags {
  /// glibc otherwise keeps up to eight arenas per core, tens of megabytes each.
  public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  private JvmFlags() {}

  public static List<String> small(int heapMegabytes) {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        "-Xms" + Math.min(heapMegabytes, 32) + "m",
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
  }
}
