package dev.rivulet.media.decode;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/// Readers paint what they have of a broken picture and only warn. Such a picture is refused.
final class Warnings implements IIOReadWarningListener {
  private @Nullable String broken;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String lower = warning.toLowerCase(java.util.Locale.ROOT);
    boolean harmless =
        lower.contains("metadata") || lower.contains("profile") || lower.contains("exif");
    if (!harmless) {
      broken = warning;
    }
  }

  void check() throws IOException {
    if (broken != null) {
      throw new IOException(broken);
    }
  }
}
