package dev.rivulet.api.history;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a reader sees of each seq of a slice.
///
/// What a deleted message said is told to nobody, neither by itself nor by its edits.
/// `deletedTargets` are those deleted messages that edits of the slice name.
record Entries(
    UUID conversation, Access access, Slice slice, Set<Long> deletedTargets, Reactions reactions) {

  /// As it was decided; empty while it is not stored or not to be known yet.
  Optional<ConversationEvent> decided(long seq) {
    return entry(seq, false);
  }

  /// A message as it is now, everything else as it was decided.
  Optional<ConversationEvent> current(long seq) {
    return entry(seq, true);
  }

  private Optional<ConversationEvent> entry(long seq, boolean now) {
    return switch (access.at(seq)) {
      case VISIBLE -> {
        StoredEvent stored = slice.events().get(seq);
        yield stored == null ? Optional.empty() : Optional.of(entry(stored, now));
      }
      case HIDDEN -> Optional.of(hidden(seq));
      case LATER -> Optional.empty();
    };
  }

  private ConversationEvent entry(StoredEvent stored, boolean now) {
    Event event = stored.event();
    if (!access.shows(event)) {
      return hidden(event.getSeq());
    }
    if (event.hasMessage() && stored.isDeleted()) {
      return Deletions.tombstone(event);
    }
    if (event.hasMessage() && now) {
      return message(event, stored.edit());
    }
    boolean deleted =
        event.hasMessageEdited() && deletedTargets.contains(event.getMessageEdited().getSeq());
    ConversationEvent entry = ConversationEvent.of(event);
    return deleted ? entry.withoutContent() : entry;
  }

  /// Of an edit that is hidden from the reader he sees nothing. One that he was not there for hides
  /// the message: what he saw before may be neither the first text nor the newest.
  private ConversationEvent message(Event event, @Nullable Event edit) {
    if (edit != null && !access.sees(edit.getSeq())) {
      return hidden(event.getSeq());
    }
    @Nullable Event shown = edit != null && access.shows(edit) ? edit : null;
    Content content = shown == null ? event.getMessage() : shown.getMessageEdited().getContent();
    Long edited = shown == null ? null : shown.getSeq();
    List<ConversationEvent.Reaction> counted = reactions.of(event.getSeq(), access);
    boolean untouched = edited == null && counted.isEmpty();
    return ConversationEvent.message(
        event, content, untouched ? null : new ConversationEvent.State(edited, null, counted));
  }

  private ConversationEvent hidden(long seq) {
    return ConversationEvent.hidden(conversation, seq);
  }
}
