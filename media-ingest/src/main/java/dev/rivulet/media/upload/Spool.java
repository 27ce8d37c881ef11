package dev.rivulet.media.upload;

import dev.rivulet.media.file.FileType;
import dev.rivulet.media.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

/// A folder of this process for files under way. Each upload has a folder of its own in it, which
/// is gone when the upload ends; what a killed process left is removed at the next start.
public final class Spool {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path folder;
  private final UploadLimits limits;

  /// Empties the folder, which no other process may use.
  public Spool(Path folder, UploadLimits limits) {
    this.folder = folder;
    this.limits = limits;
    remove(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
  }

  /// A place for one upload.
  Place open() throws IOException {
    return new Place(Files.createDirectory(folder.resolve(UUID.randomUUID().toString())));
  }

  /// A file that has arrived as a whole.
  ///
  /// @param hash SHA-256 of its bytes, in hex
  record Received(Path file, FileType type, long bytes, String hash) {}

  /// The folder of one upload.
  final class Place implements AutoCloseable {
    private final Path own;

    Place(Path own) {
      this.own = own;
    }

    Path folder() {
      return own;
    }

    /// Copies a stream to a file through a small buffer. More than its type may have is refused as
    /// soon as it arrives.
    Received receive(InputStream in) throws IOException {
      Path file = own.resolve("source");
      MessageDigest digest = sha256();
      long bytes = 0;
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] head = in.readNBytes(FileType.HEAD_BYTES);
        FileType type = FileType.of(head);
        long max = limits.bytesMax(type.kind());
        byte[] buffer = new byte[BUFFER_BYTES];
        System.arraycopy(head, 0, buffer, 0, head.length);
        for (int n = head.length; n > 0; n = in.read(buffer)) {
          bytes += n;
          if (bytes > max) {
            throw Problem.tooLarge("a file of this kind has at most " + max + " bytes");
          }
          out.write(buffer, 0, n);
          digest.update(buffer, 0, n);
        }
        if (bytes == 0) {
          throw Problem.badMedia("empty");
        }
        return new Received(file, type, bytes, HexFormat.of().formatHex(digest.digest()));
      }
    }

    @Override
    public void close() {
      remove(own);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
