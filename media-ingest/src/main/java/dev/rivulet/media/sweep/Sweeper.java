package dev.rivulet.media.sweep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.store.ObjectStore;
import dev.rivulet.media.upload.MediaLog;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/// Judges media that were begun a day ago, and media whose message was deleted. What a stored
/// message carries stays, and so does what a ticket could still bring into one. Everything else
/// goes, step by step in an order in which each can be done again: any number of instances may
/// sweep, and one that is killed loses nothing.
public final class Sweeper implements AutoCloseable {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(Sweeper.class));
  private static final long DAY_SECONDS = 86_400;
  private static final int REMEMBERED_MAX = 100_000;

  private final MediaIndex index;
  private final ObjectStore store;
  private final MediaLog log;
  private final Predicate<UUID> onErased;
  private final SweepConfig config;
  private final InstantSource clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  /// Released media that are gone: their rows stay for a month.
  private final Cache<UUID, Boolean> gone =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED_MAX)
          .expireAfterWrite(Duration.ofDays(2))
          .build();

  /// Released media that nobody is shown any more, though they are still there.
  private final Cache<UUID, Boolean> hidden =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED_MAX)
          .expireAfterWrite(Duration.ofDays(2))
          .build();

  /// What is swept.
  ///
  /// @param onErased told of media that nobody may see any more, before its objects go; says
  ///   whether that is done
  public record Parts(
      MediaIndex index,
      ObjectStore store,
      MediaLog log,
      Predicate<UUID> onErased,
      InstantSource clock) {}

  public Sweeper(Parts parts, SweepConfig config) {
    this.index = parts.index();
    this.store = parts.store();
    this.log = parts.log();
    this.onErased = parts.onErased();
    this.clock = parts.clock();
    this.config = config;
  }

  public void start() {
    Threads.start("sweeper", this::run);
  }

  private void run() {
    Instant next = clock.instant().plus(config.interval());
    try {
      while (!stop.await(config.eraseInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (clock.instant().isBefore(next)) {
            released(today());
          } else {
            next = clock.instant().plus(config.interval());
            sweep();
          }
        } catch (Problem | ObjectStore.StoreAway away) {
          LOG.warn("away", "the sweep goes on later: {}", away.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One sweep.
  public void sweep() {
    long today = today();
    released(today - 1);
    released(today);
    for (long day = today - SweepConfig.DAYS; day <= today; day++) {
      for (UUID media : index.begun(day)) {
        begun(day, media);
      }
    }
    pieces();
  }

  private long today() {
    return clock.instant().getEpochSecond() / DAY_SECONDS;
  }

  private void released(long day) {
    index.released(day).stream()
        .filter(media -> gone.getIfPresent(media) == null)
        .forEach(this::released);
  }

  /// Pieces of uploads that nobody goes on with; objects in the store know when they were written.
  private void pieces() {
    long oldest = clock.instant().minus(config.orphanLifetime()).toEpochMilli();
    for (ObjectStore.Listed piece : store.list("parts/")) {
      if (piece.modifiedMillis() < oldest) {
        store.delete(piece.key());
      }
    }
  }

  private void released(UUID id) {
    Optional<Media> media = index.find(id);
    if (media.isEmpty()) {
      gone.put(id, true);
    } else if (index.isReferenced(id)) {
      // Another message carries it, or one that came late.
      hidden.invalidate(id);
    } else {
      hide(id);
      if (mayGo(media.get())) {
        remove(media.get());
      }
    }
  }

  /// At once; a cache that is away is told at the next sweep.
  private void hide(UUID id) {
    if (hidden.getIfPresent(id) == null && onErased.test(id)) {
      hidden.put(id, true);
    }
  }

  private void begun(long day, UUID id) {
    boolean young =
        clock.instant().minus(config.orphanLifetime()).getEpochSecond() / DAY_SECONDS < day;
    Optional<Media> media = index.find(id);
    if (media.isPresent() && index.isReferenced(id)) {
      index.judged(day, id);
    } else if (media.isPresent() && isOld(media.get()) && mayGo(media.get())) {
      remove(media.get());
      index.judged(day, id);
    } else if (media.isEmpty() && !young) {
      // What an upload left that was ended before its last step, or a removal.
      dismantle(id, Optional.empty());
      index.judged(day, id);
    }
  }

  private boolean isOld(Media media) {
    return media.createdAt().plus(config.orphanLifetime()).isBefore(clock.instant());
  }

  /// The ticket first: a reference that comes after that question comes from none.
  private boolean mayGo(Media media) {
    Instant lastStored = media.ticketUntil().plus(config.storageMargin());
    return lastStored.isBefore(clock.instant()) && !index.isReferenced(media.id());
  }

  private void remove(Media media) {
    // So that a later sweep finds what this one could not finish.
    index.begin(media.id(), clock.instant());
    index.remove(media);
    // Once more: an answer that was under way may have reached a cache since.
    var _ = onErased.test(media.id());
    dismantle(media.id(), Optional.of(media.original()));
    index.judged(today(), media.id());
    gone.put(media.id(), true);
  }

  private void dismantle(UUID id, Optional<String> original) {
    log.gone(id);
    List<String> hashes = index.uses(id);
    for (String hash : hashes) {
      Optional<String> unused = index.release(hash, id);
      if (unused.isPresent()) {
        original.ifPresent(index::forgetOriginal);
        store.delete(unused.get());
      }
      index.forgetUse(hash, id);
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
