package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Blocked;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Muted;
import dev.rivulet.fanout.decide.state.Head;
import org.jspecify.annotations.Nullable;

/// What one person sets for himself, and what a block hides.
///
/// Whoever is blocked must not notice: his messages are decided, stored and `sent` as ever, and
/// hidden from the one who blocks. The block itself is seen by its author alone.
final class PersonalDecisions {
  private final ConversationState state;

  PersonalDecisions(ConversationState state) {
    this.state = state;
  }

  static Decision mute(Draft draft) {
    var muted = Muted.newBuilder().setMuted(draft.command().getMute().getMuted());
    return draft.accept(event -> event.setMuted(muted).setOnlyFor(draft.actor()));
  }

  static Decision block(Draft draft) {
    boolean blocked = draft.command().getBlock().getBlocked();
    if (draft.head().getKind() != Head.Kind.DIRECT) {
      return draft.refuse(RefusalCode.WRONG_KIND);
    }
    if (draft.membership().getBlocks() == blocked) {
      return draft.refuse(RefusalCode.NO_CHANGE);
    }
    var body = Blocked.newBuilder().setBlocked(blocked);
    return draft.accept(event -> event.setBlocked(body).setOnlyFor(draft.actor()));
  }

  /// Hides an accepted event from a person who blocks its author.
  Decision hide(Draft draft, Decision decision) {
    if (draft.head().getKind() != Head.Kind.DIRECT
        || !(decision instanceof Decision.Accept(var command, Event event))
        || !event.getOnlyFor().isEmpty()) {
      return decision;
    }
    var other = otherWhoBlocks(draft);
    return other == null
        ? decision
        : new Decision.Accept(command, event.toBuilder().setHiddenFrom(other).build());
  }

  private @Nullable ByteString otherWhoBlocks(Draft draft) {
    var found = new ByteString[1];
    state.memberships(
        draft.command().getConversation(),
        (user, membership) -> {
          if (!user.equals(draft.actor()) && membership.getBlocks()) {
            found[0] = user;
          }
        });
    return found[0];
  }
}
