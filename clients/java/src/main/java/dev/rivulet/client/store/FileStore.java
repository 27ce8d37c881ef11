package dev.rivulet.client.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.contracts.frame.FrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory with one file of changes, a line of JSON each, readable by its owner alone.
///
/// Each change is written at once, so it survives a killed process; new tokens are forced to disk,
/// the rest may be lost with the machine's power. A line that a kill or a full disk cut short is
/// the last one and is dropped. When the file has grown far beyond what it says, it is written anew
/// under another name and renamed, so at every moment one whole file is there.
public final class FileStore implements ClientStore {
  static final String CHANGES = "changes.jsonl";
  private static final String REWRITTEN = "changes.new";
  private static final String LOCK = "lock";
  private static final int LINES_BEFORE_REWRITE_MIN = 4_096;
  private static final Set<StandardOpenOption> APPEND =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  private static final Set<StandardOpenOption> ANEW =
      EnumSet.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final Path directory;
  private final FileChannel lockFile;
  private final ClientState state = new ClientState();
  private FileChannel changes;
  private int lines;
  private boolean closed;

  private FileStore(Path directory, FileChannel lockFile) throws IOException {
    this.directory = directory;
    this.lockFile = lockFile;
    read();
    this.changes = rewritten();
  }

  /// Makes the directory when it is not there.
  ///
  /// @throws StoreInUseException when another client has it open
  public static FileStore open(Path directory) {
    try {
      makePrivate(directory);
      var lockFile = FileChannel.open(directory.resolve(LOCK), APPEND, ownerOnly("rw-------"));
      if (lock(lockFile) == null) {
        lockFile.close();
        throw new StoreInUseException(directory);
      }
      try {
        return new FileStore(directory, lockFile);
      } catch (IOException | IllegalStateException unreadable) {
        lockFile.close();
        throw unreadable;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the client's store in " + directory, e);
    }
  }

  @Override
  public ClientState state() {
    return state;
  }

  @Override
  public void save(Change change) {
    if (closed) {
      throw new IllegalStateException("the store in " + directory + " is closed");
    }
    state.apply(change);
    try {
      write(changes, change);
      lines++;
      if (change instanceof Change.LoggedIn) {
        changes.force(false);
      }
      if (lines > LINES_BEFORE_REWRITE_MIN && lines > 4 * state.size()) {
        var old = changes;
        changes = rewritten();
        old.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the client's store in " + directory, e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lockFile) {
      changes.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the client's store in " + directory, e);
    }
  }

  private void read() throws IOException {
    var file = directory.resolve(CHANGES);
    if (!Files.exists(file)) {
      return;
    }
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      try {
        state.apply(FrameCodec.json().readValue(text.substring(from, end), Change.class));
      } catch (JsonProcessingException broken) {
        if (end + 1 == text.length()) {
          // Half a line that could not be taken back, and another behind it.
          return;
        }
        throw new IllegalStateException(file + " holds a line that is no change", broken);
      }
      from = end + 1;
    }
    // What is behind the last line end was cut short by a kill: it never counted.
  }

  /// The channel of a fresh file that says what the state is, in the place of the old one.
  private FileChannel rewritten() throws IOException {
    var fresh = directory.resolve(REWRITTEN);
    List<Change> all = state.changes();
    try (var channel = FileChannel.open(fresh, ANEW, ownerOnly("rw-------"))) {
      for (var change : all) {
        write(channel, change);
      }
      channel.force(true);
    }
    var file = directory.resolve(CHANGES);
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
    lines = all.size();
    return FileChannel.open(file, APPEND, ownerOnly("rw-------"));
  }

  private static void write(FileChannel channel, Change change) throws IOException {
    var line = FrameCodec.json().writeValueAsString(change) + "\n";
    var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    long whole = channel.size();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException full) {
      // The next line must not go on where this one broke off.
      channel.truncate(whole);
      throw full;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException thisProcess) {
      return null;
    }
  }

  private static void makePrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, ownerOnly("rwx------"));
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
