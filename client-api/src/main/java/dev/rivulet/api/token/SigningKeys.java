package dev.rivulet.api.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.token.KeyAlgorithm;
import dev.rivulet.token.SigningKey;
import dev.rivulet.token.VerificationKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys of this installation: one file, a JWK set (RFC 7517) that only its owner may read.
///
/// Every process that shares the file reads it again when it has changed; whoever rotates holds a
/// lock beside it and puts the new file in place whole.
public final class SigningKeys implements VerificationKeys {
  /// A file's lock keeps other processes out, but not other threads of this one.
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final @Nullable Path file;
  private final KeyAlgorithm algorithm;
  private final InstantSource clock;
  private volatile KeySet keys;
  private String text = "";

  private SigningKeys(
      @Nullable Path file, KeySet keys, KeyAlgorithm algorithm, InstantSource clock) {
    this.file = file;
    this.algorithm = algorithm;
    this.keys = keys;
    this.clock = clock;
  }

  /// Keys that live as long as the object, for tests.
  public static SigningKeys fresh() {
    try {
      return new SigningKeys(
          null, KeySet.fresh(KeyAlgorithm.ES256, null), KeyAlgorithm.ES256, InstantSource.system());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static SigningKeys load(Path file) {
    return load(file, KeyAlgorithm.ES256, InstantSource.system());
  }

  /// Reads the file, or makes it: whoever comes first, when several processes start at once.
  ///
  /// @param algorithm of keys that are made from now on
  /// @throws ServiceFailure if it can be neither read nor made, or holds something else
  public static SigningKeys load(Path file, KeyAlgorithm algorithm, InstantSource clock) {
    try {
      if (!Files.exists(file)) {
        make(file.toAbsolutePath(), algorithm, Date.from(clock.instant()));
      }
      return new SigningKeys(
          file.toAbsolutePath(), parse(Files.readString(file)), algorithm, clock);
    } catch (IOException | JOSEException | ParseException | IllegalArgumentException e) {
      throw ServiceFailure.misconfigured(
          "api.signing-key-file %s cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static KeySet parse(String text) throws JOSEException, ParseException {
    return KeySet.of(JWKSet.parse(text));
  }

  private static void make(Path file, KeyAlgorithm algorithm, Date now)
      throws IOException, JOSEException {
    Files.createDirectories(file.resolveSibling(".").normalize());
    Path draft = draft(file, KeySet.fresh(algorithm, now));
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherProcessWasFirst) {
      // Theirs is used.
    } finally {
      Files.delete(draft);
    }
  }

  private static Path draft(Path file, KeySet keys) throws IOException {
    Path draft =
        Files.createTempFile(
            file.resolveSibling(".").normalize(),
            ".keys",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, keys.privateText());
    return draft;
  }

  /// Takes over what another process wrote.
  synchronized void reload() throws IOException, JOSEException, ParseException {
    if (file == null) {
      return;
    }
    String present = Files.readString(file);
    if (!present.equals(text)) {
      keys = parse(present);
      text = present;
    }
  }

  /// Publishes one more key, which signs `lead` later.
  ///
  /// @return its id
  synchronized String rotate(Duration lead) throws IOException, JOSEException, ParseException {
    change((set, now) -> set.rotated(algorithm, now, lead));
    Instant then = clock.instant().plus(lead);
    return keys.currentId(then);
  }

  /// The same, unless another process did it since the newest key was looked at.
  synchronized void rotateAfter(Optional<Instant> newest, Duration lead)
      throws IOException, JOSEException, ParseException {
    change((set, now) -> set.newest().equals(newest) ? set.rotated(algorithm, now, lead) : set);
  }

  /// A new key instead of all others, at once.
  ///
  /// @return its id
  synchronized String replace() throws IOException, JOSEException, ParseException {
    change((set, now) -> set.replaced(algorithm, now));
    return currentId();
  }

  /// Takes away the keys whose successor has signed for `kept`.
  synchronized void retire(Duration kept) throws IOException, JOSEException, ParseException {
    if (keys.retired(clock.instant(), kept).size() < keys.size()) {
      change((set, now) -> set.retired(now, kept));
    }
  }

  private interface Change {
    KeySet apply(KeySet set, Instant now) throws JOSEException;
  }

  private void change(Change change) throws IOException, JOSEException, ParseException {
    if (file == null) {
      keys = change.apply(keys, clock.instant());
      return;
    }
    IN_THIS_PROCESS.lock();
    try {
      changeFile(file, change);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private void changeFile(Path file, Change change)
      throws IOException, JOSEException, ParseException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      reload();
      KeySet changed = change.apply(keys, clock.instant());
      if (changed.equals(keys)) {
        return;
      }
      Path draft = draft(file, changed);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      reload();
    }
  }

  /// Whether new keys are for another algorithm than the newest.
  boolean changesAlgorithm() {
    return keys.newestIsNot(algorithm);
  }

  /// When the newest key begins to sign.
  Optional<Instant> newest() {
    return keys.newest();
  }

  public String currentId() {
    return keys.currentId(clock.instant());
  }

  SigningKey current() {
    return keys.current(clock.instant());
  }

  @Override
  public Lookup find(String keyId) {
    return keys.find(keyId);
  }

  /// As published: public parts alone.
  public Map<String, Object> publicSet() {
    return keys.publicSet();
  }

  byte[] refreshKey() {
    return keys.refreshKey();
  }
}
