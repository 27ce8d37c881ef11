package dev.rivulet.api.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.rivulet.api.http.Problem;
import dev.rivulet.runtime.Threads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Argon2id. Hashing is dear by design, so few run at once, few wait, and more is refused: sign-ups
/// and log-ins can never starve the rest of the service. One slot is kept for devices that we know,
/// so that a flood of strangers locks nobody out of an account.
final class PasswordHasher implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Argon2Function function;
  private final ThreadPoolExecutor strangers;
  private final ThreadPoolExecutor known;
  private final Timer timer;
  private final SecureRandom random = new SecureRandom();

  /// What an unknown handle's password is compared with, so that the answer takes as long.
  private final String nobody;

  PasswordHasher(PasswordCost cost, MeterRegistry registry) {
    this.function =
        Argon2Function.getInstance(
            cost.memoryKib(), cost.iterations(), cost.parallelism(), HASH_BYTES, Argon2.ID);
    this.strangers = threads("password", Math.max(1, cost.concurrentMax() - 1), cost.queueMax());
    this.known =
        cost.concurrentMax() == 1 ? strangers : threads("known-password", 1, cost.queueMax());
    this.timer =
        Timer.builder("rivulet.api.password.hash")
            .description("Hashing one password, without waiting for its turn")
            .register(registry);
    Gauge.builder("rivulet.api.password.queue", this, PasswordHasher::waiting)
        .description("Passwords waiting to be hashed")
        .register(registry);
    this.nobody = encode("nobody has this password");
  }

  /// Who asks: it decides on the slot.
  enum Asker {
    STRANGER,
    KNOWN_DEVICE
  }

  private static ThreadPoolExecutor threads(String name, int slots, int queueMax) {
    return new ThreadPoolExecutor(
        slots,
        slots,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(queueMax),
        Threads.daemon(name));
  }

  private int waiting() {
    int all = strangers.getQueue().size();
    return known.equals(strangers) ? all : all + known.getQueue().size();
  }

  String hash(String password) {
    return hash(password, Asker.STRANGER);
  }

  String hash(String password, Asker asker) {
    return run(() -> encode(password), asker);
  }

  /// Whether the password belongs to the hash; without one, false after the same work.
  boolean matches(String password, Optional<String> hash, Asker asker) {
    return run(() -> check(password, hash.orElse(nobody)), asker) && hash.isPresent();
  }

  private String encode(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return timer.record(() -> function.hash(bytes(password), salt).getResult());
  }

  /// With the cost the hash was made with.
  private boolean check(String password, String hash) {
    return Boolean.TRUE.equals(
        timer.record(
            () ->
                Argon2Function.getInstanceFromHash(hash)
                    .check(bytes(password), hash.getBytes(StandardCharsets.US_ASCII))));
  }

  /// One form for what looks the same, whichever keyboard wrote it (NIST SP 800-63B 5.1.1.2).
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
  }

  private <T> T run(Callable<T> work, Asker asker) {
    Future<T> future;
    try {
      future = (asker == Asker.KNOWN_DEVICE ? known : strangers).submit(work);
    } catch (RejectedExecutionException full) {
      throw Problem.tooFast(RETRY_AFTER);
    }
    try {
      return future.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Problem.tooFast(RETRY_AFTER);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Problem.unavailable();
    }
  }

  @Override
  public void close() {
    strangers.shutdownNow();
    known.shutdownNow();
  }
}
