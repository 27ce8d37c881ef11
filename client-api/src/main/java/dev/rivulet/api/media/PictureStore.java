package dev.rivulet.api.media;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What is kept of media and of the places that show one.
interface PictureStore {
  /// What an upload has become.
  record Medium(UUID owner, String type, Instant ticketUntil) {}

  Optional<Medium> find(UUID media);

  /// What the place shows at this moment.
  Optional<UUID> shown(PicturePlace place);

  /// Says that the place may show it; as long as it does the medium is kept.
  void point(UUID media, PicturePlace place);

  /// Has the sweeper look, on this day and the next, whether the medium is still needed.
  void look(UUID media, PicturePlace place, long day);
}
