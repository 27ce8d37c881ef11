package dev.rivulet.api.sync;

import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/// Big conversations in which a user has something to read: their events are not copied to inboxes.
final class Heads {
  private final InboxStore store;
  private final PlaceStore places;

  /// What there is to read of `conversation`: up to `seq`.
  record Head(UUID conversation, long seq) {}

  Heads(InboxStore store, PlaceStore places) {
    this.store = store;
    this.places = places;
  }

  /// Those whose newest event lies at such an offset of the user's inbox partition. A former member
  /// is told of nothing after the event that ended his membership.
  List<Head> of(UUID user, int partition, int generation, LongPredicate offsets) {
    Map<UUID, Place> own =
        places.all(user).stream().collect(Collectors.toMap(Place::conversation, place -> place));
    List<Head> heads = new ArrayList<>();
    store
        .bigHeads(partition, generation, own.keySet())
        .forEach(
            (conversation, head) -> {
              Place place = own.get(conversation);
              if (place != null && offsets.test(head.offset())) {
                long seq = place.isMember() ? head.seq() : Math.min(head.seq(), place.lastSeen());
                heads.add(new Head(conversation, seq));
              }
            });
    return heads;
  }
}
