package dev.rivulet.client.terminal;

import dev.rivulet.client.store.FileStore;
import dev.rivulet.client.store.StoreInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/// What one name keeps on this machine: `NAME/password` and a store for each of its devices, all
/// readable by their owner alone.
final class ClientHome {
  private static final int PASSWORD_BYTES = 18;

  private final Path directory;
  private final String name;

  ClientHome(Path clients, String name) {
    this.directory = clients.resolve(name);
    this.name = name;
  }

  /// The kept password; the first call makes one.
  String password() {
    var file = directory.resolve("password");
    try {
      Files.createDirectories(directory, ownerOnly("rwx------"));
      if (!Files.exists(file)) {
        write(file, generated());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the password of " + name + " in " + file, e);
    }
  }

  FileStore store(String device) {
    try {
      return FileStore.open(directory.resolve("device-" + device));
    } catch (StoreInUseException taken) {
      throw ChatFailure.failed(
          name + " is talking in another terminal already; --device LABEL makes a second device");
    }
  }

  private static void write(Path file, String password) throws IOException {
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, ownerOnly("rw-------"))) {
      channel.write(java.nio.charset.StandardCharsets.US_ASCII.encode(password + "\n"));
    } catch (FileAlreadyExistsException another) {
      // Another terminal was first; its password counts.
    }
  }

  private static String generated() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
