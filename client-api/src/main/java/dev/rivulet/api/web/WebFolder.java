package dev.rivulet.api.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads all files of a folder of the class path, whether it lies in a jar or not.
final class WebFolder {
  private WebFolder() {}

  /// By name, with slashes. Empty when there is no such folder.
  static Map<String, byte[]> read(String folder) {
    @Nullable URL place = WebFolder.class.getResource("/" + folder + "/index.html");
    if (place == null) {
      return Map.of();
    }
    try {
      URI index = place.toURI();
      if (!index.getScheme().equals("jar")) {
        return files(Path.of(index).resolveSibling("."));
      }
      try (FileSystem jar = FileSystems.newFileSystem(index, Map.of())) {
        return files(jar.getPath(folder));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("cannot read the files below " + place, e);
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Path top = folder.normalize();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(top)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file -> files.put(top.relativize(file).toString().replace('\\', '/'), bytes(file)));
    }
    return files;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
