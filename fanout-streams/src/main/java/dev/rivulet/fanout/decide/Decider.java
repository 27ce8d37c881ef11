package dev.rivulet.fanout.decide;

import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.fanout.decide.Decision.FirstOutcome;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import dev.rivulet.fanout.decide.state.Outcome;
import dev.rivulet.fanout.decide.state.PartitionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides one command: is the actor a member and allowed, is it new, what is its place. Reads the
/// state and changes nothing.
final class Decider {
  private final CommandReader reader;
  private final RuleSets ruleSets;
  private final ConversationState state;
  private final GroupDecisions group;
  private final PersonalDecisions personal;

  Decider(int partitions, ConversationState state, RuleSets ruleSets) {
    this.reader = new CommandReader(partitions);
    this.ruleSets = ruleSets;
    this.state = state;
    this.group = new GroupDecisions(state);
    this.personal = new PersonalDecisions(state);
  }

  Decision decide(CommandRecord record, PartitionState partition) {
    if (record.offset() != partition.getNextOffset()) {
      throw new OffsetException(record.partition(), partition.getNextOffset(), record.offset());
    }
    var rules = ruleSets.of(partition.getRules());
    return switch (reader.read(record, rules)) {
      case CommandReader.Read.Invalid invalid -> new Decision.Unreadable(invalid.reason());
      case CommandReader.Read.Valid(Command command) ->
          command.hasChangeRules() ? rules(command, partition) : decide(command, record, rules);
    };
  }

  private Decision rules(Command command, PartitionState partition) {
    int number = Math.max(command.getChangeRules().getNumber(), partition.getRules());
    return new Decision.Rules(ruleSets.of(number).number());
  }

  private Decision decide(Command command, CommandRecord record, RuleSet rules) {
    var head = state.head(command.getConversation());
    if (head == null) {
      var nothing = Head.getDefaultInstance();
      var nobody = Membership.getDefaultInstance();
      return begin(new Draft(command, record, rules, nothing, nobody));
    }
    var membership = state.membership(command.getConversation(), command.getActor().getUser());
    if (membership == null) {
      // To somebody who was never a member it looks as if there were no such conversation.
      return new Decision.Refuse(command, RefusalCode.UNKNOWN_CONVERSATION, 0, false);
    }
    var known = knownOrOutOfOrder(command);
    if (known != null) {
      return known;
    }
    var draft = new Draft(command, record, rules, head, membership);
    if (!ConversationState.active(membership)) {
      return draft.refuse(RefusalCode.NOT_A_MEMBER);
    }
    return personal.hide(draft, go(draft));
  }

  /// A duplicate, a number that does not come next, or null: to be decided now.
  private @Nullable Decision knownOrOutOfOrder(Command command) {
    var conversation = command.getConversation();
    var user = command.getActor().getUser();
    var device = command.getActor().getDevice();
    long next = state.sender(conversation, user, device).getLastN() + 1;
    var outcome = state.outcome(conversation, user, device, command.getClientMessageId());
    if (outcome != null) {
      return new Decision.Repeat(command, first(outcome), command.getN() == next);
    }
    if (command.getN() > next) {
      return new Decision.Refuse(command, RefusalCode.GAP, next, false);
    }
    return command.getN() != 0 && command.getN() < next
        ? new Decision.Refuse(command, RefusalCode.RENUMBER, next, false)
        : null;
  }

  private static FirstOutcome first(Outcome outcome) {
    return outcome.getSeq() == 0
        ? new FirstOutcome.Refused(outcome.getRefusal())
        : new FirstOutcome.Accepted(outcome.getSeq());
  }

  /// The conversation does not exist yet.
  private static Decision begin(Draft draft) {
    var command = draft.command();
    return switch (command.getBodyCase()) {
      case OPEN_DIRECT -> {
        var open = command.getOpenDirect();
        var members = Draft.sorted(List.of(open.getFirst(), open.getSecond()));
        var opened = DirectOpened.newBuilder().addAllMembers(members);
        yield draft.accept(event -> event.setDirectOpened(opened), members.size());
      }
      case CREATE_GROUP -> GroupDecisions.create(draft);
      default -> new Decision.Refuse(command, RefusalCode.UNKNOWN_CONVERSATION, 0, false);
    };
  }

  private Decision go(Draft draft) {
    var body = draft.command().getBodyCase();
    boolean groupOnly =
        switch (body) {
          case ADD_MEMBERS, REMOVE_MEMBERS, LEAVE_GROUP, CHANGE_GROUP, CHANGE_ROLE, CLOSE_GROUP ->
              true;
          default -> false;
        };
    if (groupOnly && draft.head().getKind() != Head.Kind.GROUP) {
      return draft.refuse(RefusalCode.WRONG_KIND);
    }
    boolean closed = draft.head().getClosed();
    if (closed && body != Command.BodyCase.LEAVE_GROUP && body != Command.BodyCase.MUTE) {
      return draft.refuse(RefusalCode.CLOSED);
    }
    return groupOnly ? group.decide(draft) : goOn(draft);
  }

  private static Decision goOn(Draft draft) {
    return switch (draft.command().getBodyCase()) {
      // It is open: that is what was asked for.
      case OPEN_DIRECT -> new Decision.Repeat(draft.command(), new FirstOutcome.Accepted(1), false);
      case CREATE_GROUP -> draft.refuse(RefusalCode.ALREADY_EXISTS);
      case SEND_MESSAGE ->
          draft.membership().getBlocks()
              ? draft.refuse(RefusalCode.BLOCKED)
              : MessageDecisions.send(draft);
      case EDIT_MESSAGE -> MessageDecisions.edit(draft);
      case DELETE_MESSAGE -> MessageDecisions.delete(draft);
      case REACT -> MessageDecisions.react(draft);
      case MUTE -> PersonalDecisions.mute(draft);
      case BLOCK -> PersonalDecisions.block(draft);
      default -> throw new IllegalStateException("not decided: " + draft.command().getBodyCase());
    };
  }
}
