package dev.rivulet.media.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/// The size and the structure of an image, read from its container without decoding anything. It is
/// the first fence: what is too large, cut off, has too many parts or carries something behind its
/// end never reaches a decoder.
public sealed interface ImageHeader {
  /// Pixels of one image: 32 million.
  long PIXELS_MAX = 32_000_000;

  int SIDE_MAX = 30_000;

  /// Pictures of one animation, of which the first is shown.
  int FRAMES_MAX = 1_000;

  /// Chunks, segments or blocks of one file.
  int CHUNKS_MAX = 20_000;

  /// An image that may be decoded.
  ///
  /// @param orientation as EXIF counts it, 1 to 8; 1 stands upright
  record Accepted(int width, int height, int orientation) implements ImageHeader {}

  /// One that may not.
  ///
  /// @param reason part of the protocol: `truncated`, `malformed`, `too-many-pixels`,
  ///   `too-many-frames`, `too-many-chunks`, `trailing-data`
  record Refused(String reason) implements ImageHeader {}

  /// Judges a file of a type that is an image.
  static ImageHeader read(Path file, FileType type) throws IOException {
    try (FileBytes bytes = new FileBytes(file)) {
      Accepted found =
          switch (type) {
            case JPEG -> JpegHeader.read(bytes);
            case PNG -> PngHeader.read(bytes);
            case GIF -> GifHeader.read(bytes);
            case WEBP -> WebpHeader.read(bytes);
            default -> throw new IllegalArgumentException("no image: " + type);
          };
      return found;
    } catch (EOFException e) {
      return new Refused("truncated");
    } catch (RefusedImage e) {
      return new Refused(e.reason());
    }
  }

  /// Ends the reading of a header.
  final class RefusedImage extends IOException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    RefusedImage(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }

    static void unless(boolean holds, String reason) throws RefusedImage {
      if (!holds) {
        throw new RefusedImage(reason);
      }
    }

    static void size(long width, long height) throws RefusedImage {
      unless(width > 0 && height > 0, "malformed");
      unless(
          width <= SIDE_MAX && height <= SIDE_MAX && width * height <= PIXELS_MAX,
          "too-many-pixels");
    }
  }
}
