package dev.rivulet.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The class archive of a JVM 13 to 18, which does not keep the archive up to date by itself: the
/// first run writes it at its end, later runs read it.
final class SharedClasses {
  private SharedClasses() {}

  static List<String> flags(Path archive) {
    return Files.exists(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:class+path=off")
        : List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:class+path=off");
  }
}
