package dev.rivulet.api.sync;

import dev.rivulet.api.conversation.Place;
import dev.rivulet.api.conversation.PlaceStore;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Opens [Sync] to the simulation.
public final class SimulatedSync {
  private final Sync sync;

  /// What the client is told.
  public record Page(List<ConversationEvent> events, Cursor cursor, boolean complete) {}

  public SimulatedSync(InboxStore store, InstantSource clock) {
    // Nobody deletes anything here.
    sync = new Sync(store, new NoPlaces(), _ -> Map.of(), 1, clock);
  }

  public Page sync(UUID user, Cursor from, Cursor to, int limit) {
    var answer = sync.sync(user, Optional.of(from), to, limit);
    var cursor = Cursor.decode(answer.cursor()).orElseThrow();
    return new Page(answer.events(), cursor, answer.complete());
  }

  /// There are no big conversations.
  private static final class NoPlaces implements PlaceStore {
    @Override
    public List<Place> all(UUID user) {
      return List.of();
    }

    @Override
    public Optional<Place> find(UUID user, UUID conversation) {
      return Optional.empty();
    }
  }
}
