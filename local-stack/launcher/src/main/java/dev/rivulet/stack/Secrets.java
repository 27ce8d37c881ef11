package dev.rivulet.stack;

import dev.rivulet.servers.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The passwords of one installation, generated when first asked for, each in a file that only its
/// owner can read.
final class Secrets {
  private static final int BYTES = 16;

  private final Path directory;

  Secrets(Path directory) {
    this.directory = directory;
  }

  /// A ring of one media key, as the services and HAProxy read it: an id and base64.
  String mediaKeys(String name) {
    byte[] key = (get(name + "-1") + get(name + "-2")).getBytes(StandardCharsets.US_ASCII);
    return "k1:" + Base64.getEncoder().encodeToString(key);
  }

  /// 128 random bits as text, the same at every start.
  String get(String name) {
    Path file = directory.resolve(name);
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      byte[] secret = new byte[BYTES];
      new SecureRandom().nextBytes(secret);
      String text = HexFormat.of().formatHex(secret);
      SecretFile.write(file, text + "\n");
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a secret in " + file, e);
    }
  }
}
