package dev.rivulet.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process holds in memory.
public final class Memory {
  private Memory() {}

  /// Resident bytes of a process, from `/proc` or else from `ps`; 0 if it is gone.
  public static long residentBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      if (Files.exists(Path.of("/proc/self/status"))) {
        return Files.readString(status, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(Memory::kibibytes)
            .findFirst()
            .orElse(0);
      }
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      return kibibytes(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return 0;
    }
  }

  private static long kibibytes(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }
}
