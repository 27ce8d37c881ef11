package dev.rivulet.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.log.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Pages and ranges of one conversation for one reader.
public final class History {
  private static final long RETRY_AFTER_MS = 100;

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
    Access access = Access.of(store.changes(conversation, reader));
    if (access.isNone()) {
      throw Problem.unknownConversation();
    }
    return access;
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
    Access access = access(reader, conversation);
    List<ConversationEvent> events = new ArrayList<>();
    for (long seq = slice.to(); seq >= slice.from(); seq--) {
      entry(conversation, seq, access, slice).ifPresent(events::add);
    }
    return new Page(events, slice.from() > access.first());
  }

  /// The entries of the seqs `from` to `to`, both included, as far as they are known.
  public Range range(UUID reader, UUID conversation, long from, long to) {
    // An outsider is turned away before his question costs anything.
    access(reader, conversation);
    Slice slice = store.ascending(conversation, from, to);
    Access access = access(reader, conversation);
    List<ConversationEvent> events = new ArrayList<>();
    for (long seq = slice.from(); seq <= slice.to(); seq++) {
      Optional<ConversationEvent> entry = entry(conversation, seq, access, slice);
      if (entry.isEmpty()) {
        return new Range(events, false, RETRY_AFTER_MS);
      }
      events.add(entry.get());
    }
    return slice.to() == to ? new Range(events, true, null) : new Range(events, false, 0L);
  }

  private static Optional<ConversationEvent> entry(
      UUID conversation, long seq, Access access, Slice slice) {
    return switch (access.at(seq)) {
      case VISIBLE -> {
        Event event = slice.events().get(seq);
        yield event == null ? Optional.empty() : Optional.of(ConversationEvent.of(event));
      }
      case HIDDEN -> Optional.of(ConversationEvent.hidden(conversation, seq));
      case LATER -> Optional.empty();
    };
  }
}
