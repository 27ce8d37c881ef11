package dev.rivulet.api.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One user's places in memory.
final class MemoryPlaceStore implements PlaceStore {
  final List<Place> places = new ArrayList<>();

  @Override
  public List<Place> all(UUID user) {
    return List.copyOf(places);
  }

  @Override
  public Optional<Place> find(UUID user, UUID conversation) {
    return places.stream().filter(place -> place.conversation().equals(conversation)).findFirst();
  }
}
