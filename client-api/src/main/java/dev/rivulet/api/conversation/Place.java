package dev.rivulet.api.conversation;

import dev.rivulet.api.history.MemberRole;
import java.util.UUID;

/// A user's newest membership of a conversation; `leftAt` is 0 while it lasts. `muted` and
/// `blocked` are what he set for himself.
public record Place(
    UUID conversation,
    long visibleFrom,
    long leftAt,
    MemberRole role,
    boolean muted,
    boolean blocked) {
  public Place(UUID conversation, long visibleFrom, long leftAt) {
    this(conversation, visibleFrom, leftAt, MemberRole.MEMBER, false, false);
  }

  public boolean isMember() {
    return leftAt == 0;
  }

  /// The last seq a former member sees: the event that ended his membership.
  public long lastSeen() {
    return leftAt - 1;
  }
}
