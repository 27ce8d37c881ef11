package dev.rivulet.api.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A conversation as a reader may know it. `members` are the two of a 1:1. Of a former member's
/// conversation everything stands still at the event that ended his membership.
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
    @Nullable Long leftAt) {
  static final String DIRECT = "direct";
  static final String GROUP = "group";
}
