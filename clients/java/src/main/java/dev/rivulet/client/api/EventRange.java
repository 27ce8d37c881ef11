package dev.rivulet.client.api;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.List;

/// Events oldest first. Not `complete` when one that the reader may see is not stored yet: ask
/// again after `retryAfter` milliseconds.
public record EventRange(List<ConversationEvent> events, boolean complete, long retryAfter) {
  public static final int SEQS_MAX = 500;

  public EventRange {
    events = events == null ? List.of() : List.copyOf(events);
  }
}
