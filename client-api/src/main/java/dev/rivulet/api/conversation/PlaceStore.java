package dev.rivulet.api.conversation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which conversations a user has or had.
public interface PlaceStore {
  List<Place> all(UUID user);

  Optional<Place> find(UUID user, UUID conversation);
}
