package dev.rivulet.media.decode;

import dev.rivulet.media.file.FileType;
import java.io.IOException;
import java.nio.file.Path;

/// Makes both versions of an image in one decoding. Called in a decoder's own process.
public interface ImageCodec {
  /// For the log: what decodes.
  String name();

  /// Writes both versions.
  ///
  /// @param orientation as EXIF counts it
  /// @param folder where the versions are written
  /// @throws IOException if it cannot be decoded whole
  Pictures render(Path source, FileType type, int orientation, Path folder) throws IOException;
}
