package dev.rivulet.api.conversation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Which conversations a user has or had.
public interface PlaceStore {
  List<Place> all(UUID user);

  Optional<Place> find(UUID user, UUID conversation);

  /// Of each user the place in the conversation given for him, if he has it.
  default Map<UUID, Place> find(Map<UUID, UUID> conversations) {
    Map<UUID, Place> found = new HashMap<>();
    conversations.forEach(
        (user, conversation) -> find(user, conversation).ifPresent(it -> found.put(user, it)));
    return found;
  }
}
