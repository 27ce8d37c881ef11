package dev.rivulet.api.conversation;

import java.util.UUID;

/// A user's newest membership of a conversation; `leftAt` is 0 while it lasts.
public record Place(UUID conversation, long visibleFrom, long leftAt) {
  boolean isMember() {
    return leftAt == 0;
  }

  /// The last seq a former member sees: the event that ended his membership.
  long lastSeen() {
    return leftAt - 1;
  }
}
