package dev.rivulet.media.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// How well a version is encoded, on the scales of the two formats. `./rivulet bench media` shows
/// what they cost and keep.
enum Quality {
  DISPLAY(83, 80),
  THUMBNAIL(70, 75);

  /// libwebp's method: 0 is fast, 6 is small.
  static final int WEBP_EFFORT = 4;

  private final int webp;
  private final int jpeg;

  Quality(int webp, int jpeg) {
    this.webp = webp;
    this.jpeg = jpeg;
  }

  int webp() {
    return webp;
  }

  int jpeg() {
    return jpeg;
  }

  /// Puts `other` in the place of `file` if it is smaller, else drops it.
  static boolean keepSmaller(Path other, Path file) throws IOException {
    boolean smaller = Files.size(other) < Files.size(file);
    if (smaller) {
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(other);
    }
    return smaller;
  }
}
