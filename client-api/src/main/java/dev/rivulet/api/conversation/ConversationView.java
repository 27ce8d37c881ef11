package dev.rivulet.api.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A conversation as a reader may know it. `members` are the two of a 1:1. Of a former member's
/// conversation everything stands still at the event that ended his membership, and what was
/// changed later is not told. `unread` is derived from `count` and never counted. What is not so
/// (`closed`, `muted`, `blocked`) is absent.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConversationView(
    UUID conversation,
    String kind,
    @Nullable String name,
    @Nullable List<UUID> members,
    int memberCount,
    long seq,
    long count,
    long time,
    long visibleFrom,
    @Nullable Long leftAt,
    @Nullable String role,
    @Nullable UUID picture,
    @Nullable String history,
    @Nullable Boolean closed,
    @Nullable Boolean muted,
    @Nullable Boolean blocked,
    long read,
    long unread) {
  static final String DIRECT = "direct";
  static final String GROUP = "group";
  static final String FROM_JOINING = "from-joining";
  static final String FROM_THE_START = "from-the-start";
}
