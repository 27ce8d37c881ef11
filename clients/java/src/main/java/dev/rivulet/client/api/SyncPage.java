package dev.rivulet.client.api;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A page of the inbox. Go on from `cursor`; `complete` when everything up to the asked-for cursor
/// was returned; `resync` when it cannot be told what was missed and conversations are to be read
/// from their heads. `heads` are big conversations with something new, whose events are not among
/// these: they are read by seq.
public record SyncPage(
    List<ConversationEvent> events,
    List<Head> heads,
    @Nullable String cursor,
    boolean complete,
    boolean resync,
    long retryAfter) {
  public static final int EVENTS_MAX = 500;

  public SyncPage {
    events = events == null ? List.of() : List.copyOf(events);
    heads = heads == null ? List.of() : List.copyOf(heads);
  }

  /// There are events up to `seq`.
  public record Head(UUID conversation, long seq) {}
}
