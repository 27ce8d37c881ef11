package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import java.util.Collection;
import java.util.List;

/// What is known when a command is decided, and the next event of its conversation but for the
/// body.
record Draft(
    Command command, CommandRecord record, RuleSet rules, Head head, Membership membership) {

  /// Sets the body.
  interface Body {
    void set(Event.Builder event);
  }

  Decision accept(Body body) {
    return accept(body, head.getMembers());
  }

  /// `members` is how many there are afterwards.
  Decision accept(Body body, int members) {
    var event =
        Event.newBuilder()
            .setConversation(command.getConversation())
            .setSeq(head.getSeq() + 1)
            .setTime(time())
            .setCommandOffset(record.offset())
            .setUser(actor())
            .setDevice(command.getActor().getDevice())
            .setClientMessageId(command.getClientMessageId())
            .setN(command.getN())
            .setRules(rules.number())
            .setBig(head.getBig() || members > Bounds.SMALL_CONVERSATION_MEMBERS_MAX);
    body.set(event);
    event.setCount(head.getCount() + (event.hasMessage() ? 1 : 0));
    if (rules.countsMembers()) {
      event.setMembers(members);
    }
    return new Decision.Accept(command, event.build());
  }

  /// A refusal that uses up the command's number and is remembered.
  Decision refuse(RefusalCode code) {
    return new Decision.Refuse(command, code, 0, true);
  }

  ByteString actor() {
    return command.getActor().getUser();
  }

  boolean owns() {
    return membership.getRole() == Membership.Role.OWNER;
  }

  boolean governs() {
    return owns() || membership.getRole() == Membership.Role.ADMIN;
  }

  /// Whether the actor may see the seq and it exists.
  boolean sees(long seq) {
    return seq > 0 && seq <= head.getSeq() && ConversationState.sees(membership, seq);
  }

  /// The conversation's time: it never goes back.
  long time() {
    return Math.max(head.getTime(), record.appendTime());
  }

  /// Each once, by unsigned bytes.
  static List<ByteString> sorted(Collection<ByteString> users) {
    return users.stream()
        .distinct()
        .sorted(ByteString.unsignedLexicographicalComparator())
        .toList();
  }
}
