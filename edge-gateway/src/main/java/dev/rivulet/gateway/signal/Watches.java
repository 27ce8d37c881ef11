package dev.rivulet.gateway.signal;

import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.presence.PresenceQuestion.State;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Looks every few seconds who of the watched users is online, once for all sessions that watch
/// them, and tells each session what has changed.
///
/// Polling is what makes it right whatever happens: a gateway that was killed says nothing, its key
/// just expires. Bounded by the users that are watched together; whose watch does not fit is told
/// nothing, as is a session that is slow with what matters more.
public final class Watches implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Watches.class));
  private static final int CHECKS_AT_ONCE = 8;
  private static final int USERS_PER_QUESTION = 200;

  /// However often somebody watches anew.
  private static final long ROUND_PAUSE_MILLIS = 200;

  private final Acquaintances acquaintances;
  private final PresenceStates states;
  private final PrivacyTable privacy;
  private final SignalLimits limits;
  private final SignalMeters meters;
  private final Map<Watcher, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicInteger watched = new AtomicInteger();
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);

  /// A session that watches.
  public interface Watcher {
    /// The access token in force.
    @Nullable String accessToken();

    /// Takes a frame, unless it has more important ones waiting.
    boolean tell(ServerFrame frame);
  }

  public Watches(
      Acquaintances acquaintances,
      PresenceStates states,
      PrivacyTable privacy,
      SignalLimits limits,
      SignalMeters meters) {
    this.acquaintances = acquaintances;
    this.states = states;
    this.privacy = privacy;
    this.limits = limits;
    this.meters = meters;
  }

  public void start() {
    Threads.startVirtual("watches", this::run);
  }

  /// From now on this session watches these users alone.
  public void watch(Watcher watcher, List<UUID> users) {
    end(watcher);
    if (users.isEmpty()) {
      return;
    }
    var distinct = users.stream().distinct().toList();
    if (watched.addAndGet(distinct.size()) > limits.watchedMax()) {
      watched.addAndGet(-distinct.size());
      meters.shedPresence();
      return;
    }
    put(watcher, new Watch(watcher, distinct, System.nanoTime()));
    wake.release();
  }

  private void put(Watcher watcher, Watch watch) {
    var replaced = watches.put(watcher, watch);
    if (replaced != null) {
      watched.addAndGet(-replaced.users().size());
    }
  }

  /// The session watches nobody any more.
  public void end(Watcher watcher) {
    var watch = watches.remove(watcher);
    if (watch != null) {
      watched.addAndGet(-watch.users().size());
    }
  }

  /// Users that are watched now, each as often as he is.
  public int size() {
    return watched.get();
  }

  private void run() {
    try {
      do {
        var _ = wake.tryAcquire(limits.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        var _ = wake.drainPermits();
        round(System.nanoTime());
      } while (!closed.await(ROUND_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Checks what is due, and tells everybody what has changed.
  void round(long now) {
    for (Watch watch : watches.values()) {
      if (watch.checkDue(now)) {
        check(watch);
      }
    }
    var found = states();
    if (found == null) {
      return;
    }
    for (Watch watch : watches.values()) {
      if (!watch.tell(user -> found.getOrDefault(user, State.OFFLINE))) {
        meters.shedPresence();
      }
    }
  }

  /// Of everybody whom anybody may see, without those who hide; null if it cannot be told now.
  private @Nullable Map<UUID, State> states() {
    Set<UUID> wanted = new LinkedHashSet<>();
    watches.values().forEach(watch -> wanted.addAll(watch.visible()));
    wanted.removeIf(privacy::hidesPresence);
    List<UUID> all = new ArrayList<>(wanted);
    Map<UUID, State> found = new HashMap<>();
    for (int from = 0; from < all.size(); from += USERS_PER_QUESTION) {
      var some = all.subList(from, Math.min(all.size(), from + USERS_PER_QUESTION));
      var answer = states.of(some);
      if (answer.isEmpty()) {
        return null;
      }
      found.putAll(answer.get());
    }
    return found;
  }

  private void check(Watch watch) {
    if (checks.tryAcquire()) {
      watch.check();
      Threads.startVirtual("watch-check", () -> checkNow(watch));
    }
  }

  private void checkNow(Watch watch) {
    Set<UUID> answer = null;
    try {
      String token = watch.watcher().accessToken();
      if (token != null) {
        answer = acquaintances.of(token, watch.users());
      }
    } catch (IOException notNow) {
      LOG.warn("check", "it cannot be told who may see whom: {}", notNow.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      var pause = answer == null ? limits.pollInterval() : limits.checkInterval();
      watch.checked(answer, System.nanoTime() + pause.toNanos());
      checks.release();
      wake.release();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    wake.release();
  }
}
