package dev.rivulet.api.history;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// Which messages are deleted by now: what they said is told to nobody, neither by themselves nor
/// by their edits, also where an event is handed on as it was decided.
public final class Deletions {
  private static final ConversationEvent.State DELETED =
      new ConversationEvent.State(null, true, List.of());

  private final Map<UUID, Set<Long>> deleted;

  /// Of these messages those that are deleted, by conversation.
  @FunctionalInterface
  public interface Source {
    Map<UUID, Set<Long>> among(Map<UUID, Set<Long>> messages);
  }

  private Deletions(Map<UUID, Set<Long>> deleted) {
    this.deleted = deleted;
  }

  /// Asks about what these events say. To be asked after they were read.
  public static Deletions of(Collection<Event> events, Source source) {
    Map<UUID, Set<Long>> messages = new HashMap<>();
    for (Event event : events) {
      message(event)
          .ifPresent(
              seq ->
                  messages
                      .computeIfAbsent(Ids.uuid(event.getConversation()), _ -> new HashSet<>())
                      .add(seq));
    }
    return new Deletions(messages.isEmpty() ? Map.of() : source.among(messages));
  }

  /// The message that an event is or edits.
  private static OptionalLong message(Event event) {
    return switch (event.getBodyCase()) {
      case MESSAGE -> OptionalLong.of(event.getSeq());
      case MESSAGE_EDITED -> OptionalLong.of(event.getMessageEdited().getSeq());
      default -> OptionalLong.empty();
    };
  }

  /// The event as it was decided, without what was deleted meanwhile.
  public ConversationEvent entry(Event event) {
    Set<Long> gone = deleted.getOrDefault(Ids.uuid(event.getConversation()), Set.of());
    if (message(event).stream().noneMatch(gone::contains)) {
      return ConversationEvent.of(event);
    }
    return event.hasMessage() ? tombstone(event) : ConversationEvent.of(event).withoutContent();
  }

  static ConversationEvent tombstone(Event message) {
    return ConversationEvent.message(message, null, DELETED);
  }
}
