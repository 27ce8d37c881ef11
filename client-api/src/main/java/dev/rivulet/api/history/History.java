package dev.rivulet.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pages, ranges and messages of one conversation for one reader.
public final class History {
  private static final long RETRY_AFTER_MS = 100;

  /// How far above the stored head a seq may be that somebody has seen live.
  private static final long UNSTORED_MAX = 128;

  private final HistoryStore store;

  /// Newest first. `more`: there are older ones.
  public record Page(List<ConversationEvent> events, boolean more) {}

  /// Oldest first, one entry per seq from the first asked for. Not `complete`: ask again behind the
  /// last one, after `retryAfter` ms.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Range(
      List<ConversationEvent> events, boolean complete, @Nullable Long retryAfter) {}

  public History(HistoryStore store) {
    this.store = store;
  }

  /// The problem `unknown-conversation` for one who was never a member, as for no conversation.
  public Access access(UUID reader, UUID conversation) {
    Access access = Access.of(reader, store.changes(conversation, reader));
    if (access.isNone()) {
      throw Problem.unknownConversation();
    }
    return access;
  }

  /// A message that the reader may change or react to.
  ///
  /// The problem `unknown-message` for what is not one, hidden from him or not there; `unavailable`
  /// for a seq that may be on its way to the store.
  public StoredEvent message(UUID reader, UUID conversation, long seq) {
    access(reader, conversation);
    StoredEvent stored = store.ascending(conversation, seq, seq).events().get(seq);
    long head = store.head(conversation).map(Head::seq).orElse(0L);
    Access access = access(reader, conversation);
    if (stored == null && access.sees(seq) && seq <= head + UNSTORED_MAX) {
      throw Problem.unavailable();
    }
    if (stored == null || !stored.event().hasMessage() || !access.shows(stored.event())) {
      throw Problem.of(404, "unknown-message");
    }
    return stored;
  }

  /// What a message carries, for one whom history shows it to; otherwise as for [#message].
  public List<Attachment> attachments(UUID reader, UUID conversation, long seq) {
    StoredEvent stored = message(reader, conversation, seq);
    // Of a message that was edited while the reader was no member he sees nothing.
    boolean shown =
        stored.edit() == null || access(reader, conversation).sees(stored.edit().getSeq());
    if (stored.isDeleted() || !shown) {
      throw Problem.of(404, "unknown-message");
    }
    return stored.event().getMessage().getAttachmentsList();
  }

  /// At most `limit` entries before the seq `before`. A seq that is not stored yet has no entry.
  public Page page(UUID reader, UUID conversation, long before, int limit) {
    Access known = access(reader, conversation);
    long end =
        known.isMember() ? store.head(conversation).map(Head::seq).orElse(0L) + 1 : known.end();
    long to = Math.min(end, before) - 1;
    long from = Math.max(known.first(), to - limit + 1);
    if (to < from) {
      return new Page(List.of(), false);
    }
    Slice slice = store.descending(conversation, from, to);
    Reactions reactions = new Reactions(reader);
    if (slice.events().values().stream().anyMatch(it -> it.event().hasMessage())) {
      store.reactions(conversation, slice.from(), slice.to(), reactions::add);
    }
    Set<Long> deleted = deletedTargets(conversation, slice);
    Access access = access(reader, conversation);
    Entries entries = new Entries(conversation, access, slice, deleted, reactions);
    List<ConversationEvent> events = new ArrayList<>();
    for (long seq = slice.to(); seq >= slice.from(); seq--) {
      entries.current(seq).ifPresent(events::add);
    }
    return new Page(events, slice.from() > access.first());
  }

  /// The entries of the seqs `from` to `to`, both included, as far as they are known.
  public Range range(UUID reader, UUID conversation, long from, long to) {
    // An outsider is turned away before his question costs anything.
    access(reader, conversation);
    Slice slice = store.ascending(conversation, from, to);
    Set<Long> deleted = deletedTargets(conversation, slice);
    Access access = access(reader, conversation);
    Entries entries = new Entries(conversation, access, slice, deleted, new Reactions(reader));
    List<ConversationEvent> events = new ArrayList<>();
    for (long seq = slice.from(); seq <= slice.to(); seq++) {
      Optional<ConversationEvent> entry = entries.decided(seq);
      if (entry.isEmpty()) {
        return new Range(events, false, RETRY_AFTER_MS);
      }
      events.add(entry.get());
    }
    return slice.to() == to ? new Range(events, true, null) : new Range(events, false, 0L);
  }

  /// Those of the messages that are edited in the slice.
  private Set<Long> deletedTargets(UUID conversation, Slice slice) {
    Set<Long> edited =
        slice.events().values().stream()
            .map(StoredEvent::event)
            .filter(Event::hasMessageEdited)
            .map(event -> event.getMessageEdited().getSeq())
            .collect(Collectors.toSet());
    return edited.isEmpty() ? Set.of() : store.deleted(conversation, edited);
  }
}
