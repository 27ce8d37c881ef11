package dev.rivulet.media.index;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tables of this service. Every method throws the problem `unavailable` when they cannot be
/// reached.
public interface MediaIndex {
  /// Says that media of this id is about to be made, so that whatever is left of it can be found.
  void begin(UUID media, Instant now);

  /// Bytes that a user's media count against his quota.
  long bytesOf(UUID owner);

  /// What became of a file with this hash, if it was seen before.
  Optional<Content> original(String hash);

  void rememberOriginal(String hash, Content content);

  void forgetOriginal(String hash);

  /// Says that media uses the object of this hash; before [#claim].
  void link(String hash, UUID media);

  /// Gives the object of this hash to one more user. It is not removed under him: a removal that
  /// began earlier fails, one that was done makes this the first claim.
  ///
  /// @param freshKey becomes its key if there is no such object
  Claim claim(String hash, String freshKey, Instant now);

  /// Says that the object is in the store as a whole.
  void markStored(String hash, String key);

  /// An object's key, and whether it is known to be in the store.
  record Claim(String key, boolean stored) {}

  /// From now on the media can be found.
  void add(Media media);

  Optional<Media> find(UUID media);

  void extendTicket(UUID media, Instant until);

  /// Media that were begun on a day and not judged since.
  List<UUID> begun(long day);

  /// Media whose messages were deleted on a day.
  List<UUID> released(long day);

  /// Whether a stored message carries it, or a person or group shows it.
  default boolean isReferenced(UUID media) {
    return carried(media) == Carried.NOW;
  }

  Carried carried(UUID media);

  /// Whether stored messages carry media, or places show it as their picture; after `NO_MORE` one
  /// that is late may still come.
  enum Carried {
    NOT_YET,
    NOW,
    NO_MORE
  }

  /// Media is kept for now, so it is not looked at again until it is released.
  void judged(long day, UUID media);

  /// From now on the media cannot be found.
  void remove(Media media);

  /// Hashes of the objects that media uses.
  List<String> uses(UUID media);

  /// Takes the object away from this user.
  ///
  /// @return the object's key if nobody uses it any more: it is to be removed from the store
  Optional<String> release(String hash, UUID media);

  /// The last step of a removal: whoever was ended before it does the steps again.
  void forgetUse(String hash, UUID media);

  /// Remembers an upload in pieces for a while.
  void addUpload(PartialUpload upload, Duration lifetime);

  Optional<PartialUpload> findUpload(UUID upload);

  /// The upload became media; that is remembered for a while too.
  void completeUpload(UUID upload, UUID media, Duration lifetime);

  void removeUpload(UUID upload);
}
