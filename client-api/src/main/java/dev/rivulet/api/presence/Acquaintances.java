package dev.rivulet.api.presence;

import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who may know of whom: people who share an opened 1:1 or a group of at most 256 members, unless
/// one of the two has blocked the other.
final class Acquaintances {
  private final PlaceStore places;
  private final HistoryStore history;

  Acquaintances(PlaceStore places, HistoryStore history) {
    this.places = places;
    this.history = history;
  }

  /// Those of the others whom this user may know of. Most are found by their 1:1, for one row each;
  /// only for the rest their conversations are read.
  Set<UUID> of(UUID user, Collection<UUID> others) {
    Map<UUID, Place> own =
        places.all(user).stream()
            .filter(Place::isMember)
            .collect(Collectors.toMap(Place::conversation, place -> place));
    Map<UUID, UUID> directs = new HashMap<>();
    List<UUID> withoutDirect = new ArrayList<>();
    for (UUID other : new LinkedHashSet<>(others)) {
      UUID direct = other.equals(user) ? user : Ids.direct(user, other);
      Place place = own.get(direct);
      if (place == null) {
        withoutDirect.add(other);
      } else if (!place.blocked()) {
        directs.put(other, direct);
      }
    }
    Set<UUID> known = new LinkedHashSet<>();
    places
        .find(directs)
        .forEach(
            (other, place) -> {
              if (!place.blocked()) {
                known.add(other);
              }
            });
    withoutDirect.remove(user);
    if (!withoutDirect.isEmpty()) {
      known.addAll(inGroups(small(own.keySet()), withoutDirect));
    }
    return known;
  }

  private Set<UUID> small(Set<UUID> conversations) {
    return history.heads(conversations).entrySet().stream()
        .filter(entry -> isSmallGroup(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean isSmallGroup(Head head) {
    return !head.direct() && head.members() <= Bounds.SMALL_CONVERSATION_MEMBERS_MAX;
  }

  private List<UUID> inGroups(Set<UUID> groups, List<UUID> others) {
    if (groups.isEmpty()) {
      return List.of();
    }
    return others.stream()
        .filter(
            other ->
                places.all(other).stream()
                    .anyMatch(place -> place.isMember() && groups.contains(place.conversation())))
        .toList();
  }
}
