package dev.rivulet.testing.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Photographs under free licences (GPL, CC BY, CC BY-SA, CC0) inside Debian packages of
/// wallpapers. They are fetched when they are needed and stay in a folder; nothing is installed.
final class Photographs {
  private static final List<String> PACKAGES =
      List.of("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "mate-backgrounds");

  /// Folders within the packages: other ones hold drawings.
  private static final List<String> FOLDERS =
      List.of("usr/share/backgrounds", "usr/share/backgrounds/mate/nature");

  /// Computed or drawn.
  private static final Set<String> DRAWN =
      Set.of(
          "Fossa_by_Jasper_Roks.jpg",
          "Infinite-Sea_by_Aury88.jpg",
          "Painting-Colors_by__herobrine7gamer.jpg",
          "analogpattern_by_Peter_Nerlich.jpg",
          "umang_by_Abhishek_Mudgal.jpg");

  private Photographs() {}

  /// Those in a folder of one's own.
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> name(file).toLowerCase(Locale.ROOT).matches(".*[.]jpe?g"))
          .filter(file -> !DRAWN.contains(name(file)))
          .sorted(Comparator.comparing(Photographs::name))
          .toList();
    }
  }

  /// Those of the packages, fetched into the folder if they are not there.
  static List<Path> fetched(Path folder) throws IOException, InterruptedException {
    Path root = folder.resolve("files");
    if (!Files.isDirectory(root)) {
      Files.createDirectories(folder);
      for (String name : PACKAGES) {
        System.out.println("fetching " + name);
        run(folder, "apt-get", "-q", "download", name);
      }
      Path unpacked = folder.resolve("unpacked");
      for (Path archive : archives(folder)) {
        run(folder, "dpkg-deb", "-x", archive.toString(), unpacked.toString());
      }
      Files.move(unpacked, root);
    }
    var all = new java.util.ArrayList<Path>();
    for (String part : FOLDERS) {
      all.addAll(in(root.resolve(part)));
    }
    all.sort(Comparator.comparing(Photographs::name));
    return all;
  }

  private static List<Path> archives(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(".deb")).sorted().toList();
    }
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          String.join(" ", command)
              + " failed, see "
              + folder.resolve("log")
              + "; --photos FOLDER takes photographs of your own");
    }
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
