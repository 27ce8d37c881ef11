package dev.rivulet.api.media;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaVariant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Pictures of people and groups: the id of an image that its owner has uploaded.
///
/// Before a place shows one the pointer to that place is stored, and the sweeper is told to look at
/// what comes and at what goes. What a medium is kept for is always asked of the place itself, so a
/// change that is refused, repeated or overtaken leaves nothing to mend.
public final class Pictures {
  /// So long before the end of its last ticket an image may still be taken: until that end no sweep
  /// removes it, and by then the place shows it.
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final long DAY_SECONDS = 86_400;

  private final PictureStore store;
  private final Optional<MediaKeys> keys;
  private final InstantSource clock;

  /// @param keys of addresses; without them there are no media here
  public Pictures(PictureStore store, Optional<MediaKeys> keys, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /// Says that the place is about to show `next`, or nothing. To be called before it does.
  ///
  /// @throws Problem `unknown-media` unless it is the asker's, `not-an-image`, `ticket-expired`
  public void change(UUID asker, PicturePlace place, Optional<UUID> next) {
    Optional<UUID> before = store.shown(place);
    if (before.equals(next)) {
      return;
    }
    long day = clock.instant().getEpochSecond() / DAY_SECONDS;
    if (next.isPresent()) {
      checkOwn(asker, next.get());
      store.point(next.get(), place);
      store.look(next.get(), place, day);
    }
    before.ifPresent(media -> store.look(media, place, day));
  }

  private void checkOwn(UUID asker, UUID media) {
    PictureStore.Medium found =
        store
            .find(media)
            .filter(it -> it.owner().equals(asker))
            .orElseThrow(() -> Problem.unprocessable("unknown-media", "it is no upload of yours"));
    if (!MediaVariant.of(found.type()).contains(MediaVariant.DISPLAY)) {
      throw Problem.unprocessable("not-an-image", "a picture is an image");
    }
    if (found.ticketUntil().isBefore(clock.instant().plus(AHEAD))) {
      throw Problem.unprocessable("ticket-expired", "ask for another ticket first");
    }
  }

  /// Where a picture can be fetched by whoever may see its place.
  ///
  /// @throws Problem `no-picture`
  public Reply addresses(Optional<UUID> picture) {
    UUID id = picture.orElseThrow(Pictures::none);
    PictureStore.Medium medium = store.find(id).orElseThrow(Pictures::none);
    Instant now = clock.instant();
    return Reply.ok(
        Addresses.of(
            List.of(Addresses.medium(id, medium.type(), now, keys.orElseThrow(Pictures::none))),
            now));
  }

  private static Problem none() {
    return Problem.of(404, "no-picture");
  }
}
