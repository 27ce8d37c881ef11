package dev.rivulet.testing.system;

import dev.rivulet.servers.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A real text of several thousand lines: the licences that Debian ships, or our own as often as it
/// takes.
final class PipedText {
  private static final Path DEBIAN = Path.of("/usr/share/common-licenses");
  private static final List<String> NAMES =
      List.of("GPL-3", "GPL-2", "LGPL-2.1", "GFDL-1.3", "MPL-1.1", "Apache-2.0");
  private static final int LINES_MIN = 2_000;

  private PipedText() {}

  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String name : NAMES) {
      if (Files.exists(DEBIAN.resolve(name))) {
        lines.addAll(read(DEBIAN.resolve(name)));
      }
    }
    while (lines.size() < LINES_MIN) {
      lines.addAll(read(Installation.find().root().resolve("LICENSE")));
    }
    return lines;
  }

  private static List<String> read(Path file) {
    try {
      return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\n", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
