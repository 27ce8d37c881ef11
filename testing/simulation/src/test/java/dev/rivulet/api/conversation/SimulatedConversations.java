package dev.rivulet.api.conversation;

import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.receipt.WatermarkStore;
import java.util.Optional;
import java.util.UUID;

/// Opens [Conversations] to the simulation.
public final class SimulatedConversations {
  private final Conversations conversations;

  public SimulatedConversations(
      PlaceStore places, HistoryStore history, WatermarkStore watermarks) {
    conversations = new Conversations(places, history, watermarks);
  }

  public Object list(UUID user, int limit) {
    return conversations.list(user, Optional.empty(), limit);
  }

  public Object one(UUID user, UUID conversation) {
    return conversations.one(user, conversation);
  }
}
