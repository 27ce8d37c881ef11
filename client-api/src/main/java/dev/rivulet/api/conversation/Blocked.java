package dev.rivulet.api.conversation;

import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.receipt.WatermarkStore;
import java.util.List;
import java.util.UUID;

/// Whom a person has blocked: the other one of each 1:1 in which he did.
public final class Blocked {
  private final PlaceStore places;
  private final Conversations conversations;

  /// One of them, and the 1:1 in which the block stands.
  public record Entry(UUID user, UUID conversation) {}

  public Blocked(PlaceStore places, HistoryStore history, WatermarkStore watermarks) {
    this.places = places;
    this.conversations = new Conversations(places, history, watermarks);
  }

  public List<Entry> of(UUID user) {
    return places.all(user).stream()
        .filter(Place::blocked)
        .map(place -> conversations.one(user, place.conversation()))
        .filter(view -> view.members() != null)
        .flatMap(
            view ->
                view.members().stream()
                    .filter(other -> !other.equals(user))
                    .map(other -> new Entry(other, view.conversation())))
        .toList();
  }
}
