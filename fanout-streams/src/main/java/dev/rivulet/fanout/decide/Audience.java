package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.fanout.decide.state.Head;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Who may know that somebody is writing: a question to the state beside the decider, which changes
/// nothing and keeps nothing.
public final class Audience {
  private final ConversationState state;
  private final Recipients grouping;

  public Audience(StateStore store, int userPartitions) {
    state = new ConversationState(store);
    grouping = new Recipients(state, userPartitions, 0);
  }

  /// The other members, by inbox partition, ids sorted and concatenated. Nobody if the writer is no
  /// member, if the conversation is big or closed, or if one of the two of a 1:1 has blocked the
  /// other.
  public Map<Integer, ByteString> of(ByteString conversation, ByteString writer) {
    var head = state.head(conversation);
    if (head == null || head.getBig() || head.getClosed()) {
      return Collections.emptyMap();
    }
    if (!ConversationState.active(state.membership(conversation, writer))) {
      return Collections.emptyMap();
    }
    List<ByteString> others = new ArrayList<>();
    boolean[] blocked = {false};
    state.memberships(
        conversation,
        (user, membership) -> {
          blocked[0] |= membership.getBlocks();
          if (ConversationState.active(membership) && !user.equals(writer)) {
            others.add(user);
          }
        });
    boolean silent = head.getKind() == Head.Kind.DIRECT && blocked[0];
    return silent ? Collections.emptyMap() : grouping.grouped(others);
  }
}
