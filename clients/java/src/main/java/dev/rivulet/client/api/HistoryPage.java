package dev.rivulet.client.api;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.List;

/// Events newest first; `more` tells whether there are older ones that one may see.
public record HistoryPage(List<ConversationEvent> events, boolean more) {
  public HistoryPage {
    events = events == null ? List.of() : List.copyOf(events);
  }
}
