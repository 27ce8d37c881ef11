package dev.rivulet.api.token;

import com.nimbusds.jose.JOSEException;
import dev.rivulet.api.http.Problem;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// Publishes a new signing key when the newest is old enough, and takes away those that no token
/// needs any more. Of several processes with one file whoever is first does it; the others read it.
public final class KeyRotation implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(KeyRotation.class));
  private static final Duration LOOK_EVERY = Duration.ofSeconds(20);

  /// Beyond a token's life: the skew that verifiers allow, and this process's own delay.
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final SigningKeys keys;
  private final Settings settings;
  private final InstantSource clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  /// `every`: the age at which a signing key is followed by the next. `lead`: how long a key is
  /// published before it signs, longer than verifiers keep the set. `tokenLifetime`: how long the
  /// old one is needed.
  public record Settings(Duration every, Duration lead, Duration tokenLifetime) {}

  public KeyRotation(SigningKeys keys, Settings settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /// Takes the first step before it returns: a key that a changed setting asks for is published
  /// before anybody reads the set from this process.
  public KeyRotation start() {
    lookAndReport();
    Threads.start("key-rotation", this::run);
    return this;
  }

  private void run() {
    try {
      while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        lookAndReport();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAndReport() {
    try {
      look();
    } catch (IOException | JOSEException | ParseException | IllegalArgumentException e) {
      LOG.warn("look", "the signing keys cannot be rotated: {}", e.toString());
    }
  }

  /// One step of the schedule.
  void look() throws IOException, JOSEException, ParseException {
    keys.reload();
    Optional<Instant> newest = keys.newest();
    // Of instances that were told different algorithms each waits for the other's key to sign.
    Duration age = keys.changesAlgorithm() ? Duration.ZERO : settings.every();
    Instant due = newest.orElse(Instant.EPOCH).plus(age);
    // A key without a date comes from an older version: it gets a successor with the first look.
    if (!clock.instant().isBefore(due)) {
      keys.rotateAfter(newest, settings.lead());
      LOG.warn("rotate", "a signing key is published, and signs in {}", settings.lead());
    }
    keys.retire(settings.tokenLifetime().plus(MARGIN));
  }

  /// By command: the next key is published now. `stolen`: it signs at once and the others end, so
  /// every access token is void and every device exchanges its refresh token.
  public String rotate(boolean stolen) {
    try {
      return stolen ? keys.replace() : keys.rotate(settings.lead());
    } catch (IOException | JOSEException | ParseException e) {
      LOG.warn("rotate", "the signing keys cannot be rotated: {}", e.toString());
      throw Problem.unavailable();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
