package dev.rivulet.api.admin;

import dev.rivulet.api.http.Handler;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The one token of the admin API, in a file that only its owner may read.
final class AdminToken {
  private static final int BYTES = 32;
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  AdminToken(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Reads the file, or makes it.
  static AdminToken load(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file.toAbsolutePath());
      }
      return new AdminToken(read(file));
    } catch (IOException e) {
      throw ServiceFailure.misconfigured("operator.token-file %s: %s".formatted(file, e), e);
    }
  }

  static String read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (text.length() < BYTES) {
      throw new IOException("it holds no token of at least " + BYTES + " characters");
    }
    return text;
  }

  private static void make(Path file) throws IOException {
    Path directory = file.resolveSibling(".").normalize();
    Files.createDirectories(directory);
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path draft =
        Files.createTempFile(
            directory,
            ".token",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherProcessWasFirst) {
      // Theirs is used.
    } finally {
      Files.delete(draft);
    }
  }

  Handler required(Handler handler) {
    return request -> {
      if (!isGood(request)) {
        throw Problem.unauthorized();
      }
      return handler.handle(request);
    };
  }

  private boolean isGood(Request request) {
    String header = request.header("Authorization").orElse("");
    return header.startsWith(SCHEME)
        && MessageDigest.isEqual(
            header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8), token);
  }
}
