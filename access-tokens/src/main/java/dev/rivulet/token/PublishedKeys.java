package dev.rivulet.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.rivulet.runtime.Backoff;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The public keys of client-api. They are read again every few minutes, so that a key that was
/// taken away ends, and for a key id that is not among them, but never twice within 30 s: a
/// stranger's tokens must not become requests.
public final class PublishedKeys implements VerificationKeys, AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(PublishedKeys.class));
  static final Duration ASK_AGAIN = Duration.ofSeconds(30);
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);

  /// Short, because a service without keys is not ready.
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  private final KeySource source;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Map<String, VerificationKey> keys;
  private long lastAsked;
  private boolean asked;

  /// Reads the key set's JSON.
  @FunctionalInterface
  public interface KeySource {
    String read() throws IOException, InterruptedException;
  }

  public PublishedKeys(KeySource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /// Starts to read the keys, until they are there and from then on every few minutes.
  public void start() {
    Threads.startVirtual("signing-keys", this::keepFresh);
  }

  public boolean known() {
    return keys != null;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  @Override
  public Lookup find(String keyId) {
    VerificationKey key = known(keyId);
    return key == null ? ask(keyId) : new Lookup.Found(key);
  }

  /// One asks, the others wait for what it learns.
  private synchronized Lookup ask(String keyId) {
    VerificationKey learnt = known(keyId);
    if (learnt != null) {
      return new Lookup.Found(learnt);
    }
    boolean justAsked = asked && nanoTime.getAsLong() - lastAsked < ASK_AGAIN.toNanos();
    if (justAsked || !refresh()) {
      return new Lookup.NotNow();
    }
    VerificationKey fresh = known(keyId);
    return fresh == null ? new Lookup.Unknown() : new Lookup.Found(fresh);
  }

  private @Nullable VerificationKey known(String keyId) {
    var present = keys;
    return present == null ? null : present.get(keyId);
  }

  private synchronized boolean refresh() {
    asked = true;
    lastAsked = nanoTime.getAsLong();
    try {
      keys = parse(source.read());
      return true;
    } catch (IOException | ParseException e) {
      LOG.warn("keys", "the signing keys could not be read: {}", e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Map<String, VerificationKey> parse(String json) throws ParseException {
    var keys = new HashMap<String, VerificationKey>();
    for (JWK key : JWKSet.parse(json).getKeys()) {
      String id = key.getKeyID();
      if (id != null) {
        VerificationKey.of(key).ifPresent(usable -> keys.put(id, usable));
      }
    }
    return keys;
  }

  private void keepFresh() {
    var backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new Random());
    try {
      Duration wait = Duration.ZERO;
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        if (refresh()) {
          backoff.reset();
          wait = REFRESH;
        } else {
          wait = backoff.next();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
