package dev.rivulet.api.erasure;

import dev.rivulet.api.account.AccountStore;
import dev.rivulet.api.account.ErasureQueue;
import dev.rivulet.api.account.Handle;
import dev.rivulet.api.account.User;
import dev.rivulet.api.conversation.Departures;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.token.Caller;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// Carries erasures out. The account is gone when the request is answered; conversations follow
/// after `delay`, when what its devices still said is stored and can be deleted too.
public final class Erasures implements ErasureQueue, AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Erasures.class));
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /// Longer than one takes; a process that died leaves the rest to another after it.
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final ErasureStore store;
  private final Parts parts;
  private final Duration delay;
  private final InstantSource clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  /// What an erasure takes away; `identities` forgets log-ins at other issuers and contacts.
  public record Parts(
      AccountStore accounts,
      Devices devices,
      Consumer<UUID> identities,
      Departures departures,
      CommandLog log) {}

  Erasures(ErasureStore store, Parts parts, Duration delay, InstantSource clock) {
    this.store = store;
    this.parts = parts;
    this.delay = delay;
    this.clock = clock;
  }

  public static Erasures start(
      Database database, Parts parts, Duration delay, InstantSource clock) {
    Erasures erasures = new Erasures(new CassandraErasureStore(database), parts, delay, clock);
    Threads.start("erasures", erasures::run);
    return erasures;
  }

  @Override
  public void add(User user, UUID device) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Erasure erasure = new Erasure(user.id(), device, user.handle(), now, now.plus(delay));
    store.insert(erasure);
    strip(erasure);
  }

  /// Everything that is kept with the account.
  private void strip(Erasure erasure) {
    UUID user = erasure.user();
    parts.devices().revokeAll(user);
    parts.identities().accept(user);
    parts.accounts().remove(user);
    parts.accounts().retire(new Handle(erasure.handle()), user);
    parts.log().publishErased(user);
  }

  private void run() {
    try {
      while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (Problem away) {
          LOG.warn("look", "erasures wait: {}", away.code());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Carries out what is due and nobody works on.
  void look() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    for (Erasure erasure : store.some()) {
      if (stop.getCount() > 0
          && !erasure.leasedUntil().isAfter(now)
          && store.lease(erasure, now.plus(LEASE))) {
        strip(erasure);
        parts.departures().leaveAll(new Caller(erasure.user(), erasure.device()));
        parts.devices().forget(erasure.user());
        store.done(erasure.user());
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
