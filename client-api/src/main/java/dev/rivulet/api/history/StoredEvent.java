package dev.rivulet.api.history;

import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import org.jspecify.annotations.Nullable;

/// A row of `messages`: an event, and of a message its newest edit and the seq of its deletion (0:
/// it is there).
public record StoredEvent(Event event, @Nullable Event edit, long deleted) {
  public StoredEvent(Event event) {
    this(event, null, 0);
  }

  public boolean isDeleted() {
    return deleted > 0;
  }

  /// What the message says now, whoever may see that.
  public Content content() {
    return edit == null ? event.getMessage() : edit.getMessageEdited().getContent();
  }
}
