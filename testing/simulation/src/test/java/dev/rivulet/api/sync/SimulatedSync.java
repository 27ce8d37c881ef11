package dev.rivulet.api.sync;

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

  /// The whole answer, and the events in it.
  public record Answer(Object body, List<ConversationEvent> events) {}

  public SimulatedSync(
      InboxStore store, PlaceStore places, int userPartitions, InstantSource clock) {
    // Nobody deletes anything here.
    sync = new Sync(store, places, _ -> Map.of(), userPartitions, clock);
  }

  public Answer sync(UUID user, Optional<Cursor> from, Cursor to, int limit) {
    var answer = sync.sync(user, from, to, limit);
    return new Answer(answer, answer.events());
  }
}
