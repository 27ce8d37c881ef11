package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.MemberLeft;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.fanout.decide.Decision.FirstOutcome;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import dev.rivulet.fanout.decide.state.Outcome;
import dev.rivulet.fanout.decide.state.PartitionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides one command: is the actor a member and allowed, is it new, what is its place. Reads the
/// state and changes nothing.
final class Decider {
  private final CommandReader reader;
  private final ConversationState state;

  Decider(int partitions, ConversationState state) {
    this.reader = new CommandReader(partitions);
    this.state = state;
  }

  Decision decide(CommandRecord record, PartitionState partition) {
    if (record.offset() != partition.getNextOffset()) {
      throw new OffsetException(record.partition(), partition.getNextOffset(), record.offset());
    }
    return switch (reader.read(record)) {
      case CommandReader.Read.Invalid invalid -> new Decision.Unreadable(invalid.reason());
      case CommandReader.Read.Valid(Command command) ->
          command.hasChangeRules()
              ? rules(command, partition)
              : decide(command, record, RuleSet.of(partition.getRules()));
    };
  }

  private static Decision rules(Command command, PartitionState partition) {
    int number = Math.max(command.getChangeRules().getNumber(), partition.getRules());
    return new Decision.Rules(RuleSet.of(number).number());
  }

  private Decision decide(Command command, CommandRecord record, RuleSet rules) {
    var head = state.head(command.getConversation());
    if (head == null) {
      return begin(command, new Draft(command, record, rules, Head.getDefaultInstance()));
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
    if (!ConversationState.active(membership)) {
      return refuse(command, RefusalCode.NOT_A_MEMBER);
    }
    return go(command, new Draft(command, record, rules, head), membership);
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
  private Decision begin(Command command, Draft draft) {
    return switch (command.getBodyCase()) {
      case OPEN_DIRECT -> {
        var open = command.getOpenDirect();
        var members = Draft.sorted(List.of(open.getFirst(), open.getSecond()));
        yield draft.accept(
            event -> event.setDirectOpened(DirectOpened.newBuilder().addAllMembers(members)), 2);
      }
      case CREATE_GROUP -> create(command, draft);
      default -> new Decision.Refuse(command, RefusalCode.UNKNOWN_CONVERSATION, 0, false);
    };
  }

  private static Decision create(Command command, Draft draft) {
    var create = command.getCreateGroup();
    var rules = draft.rules();
    var owner = command.getActor().getUser();
    var everybody = new ArrayList<>(create.getMembersList());
    everybody.add(owner);
    var members = Draft.sorted(everybody);
    int nameBytes = create.getNameBytes().size();
    // Nothing exists yet, so there is no state in which such a refusal could be remembered.
    if (nameBytes == 0) {
      return new Decision.Refuse(command, RefusalCode.EMPTY, 0, false);
    }
    if (nameBytes > rules.groupNameBytesMax()) {
      return new Decision.Refuse(command, RefusalCode.TOO_LARGE, 0, false);
    }
    if (create.getMembersCount() > rules.membersPerCommand()
        || members.size() > rules.membersMax()) {
      return new Decision.Refuse(command, RefusalCode.TOO_MANY_MEMBERS, 0, false);
    }
    var created =
        GroupCreated.newBuilder().setName(create.getName()).setOwner(owner).addAllMembers(members);
    return draft.accept(event -> event.setGroupCreated(created), members.size());
  }

  private Decision go(Command command, Draft draft, Membership membership) {
    return switch (command.getBodyCase()) {
      case OPEN_DIRECT ->
          new Decision.Repeat(command, new FirstOutcome.Accepted(1), takesNumber(command));
      case CREATE_GROUP -> refuse(command, RefusalCode.ALREADY_EXISTS);
      case SEND_MESSAGE -> send(command, draft, membership);
      case ADD_MEMBERS, REMOVE_MEMBERS, LEAVE_GROUP ->
          draft.head().getKind() == Head.Kind.GROUP
              ? changeMembers(command, draft, membership)
              : refuse(command, RefusalCode.WRONG_KIND);
      case CHANGE_RULES, BODY_NOT_SET ->
          throw new IllegalStateException("not a conversation's: " + command.getBodyCase());
    };
  }

  private boolean takesNumber(Command command) {
    var actor = command.getActor();
    var sender = state.sender(command.getConversation(), actor.getUser(), actor.getDevice());
    return command.getN() == sender.getLastN() + 1;
  }

  private static Decision send(Command command, Draft draft, Membership membership) {
    var content = command.getSendMessage().getContent();
    var rules = draft.rules();
    if (content.getContent().isEmpty() && content.getMediaCount() == 0) {
      return refuse(command, RefusalCode.EMPTY);
    }
    if (content.getContent().size() > rules.contentBytesMax()
        || content.getMentionsCount() > rules.mentionsMax()
        || content.getMediaCount() > rules.mediaMax()) {
      return refuse(command, RefusalCode.TOO_LARGE);
    }
    long reply = content.getReplyTo();
    boolean repliesToSeen =
        reply == 0 || (reply <= draft.head().getSeq() && ConversationState.sees(membership, reply));
    return repliesToSeen
        ? draft.accept(event -> event.setMessage(plain(content)), draft.head().getMembers())
        : refuse(command, RefusalCode.NOT_ALLOWED);
  }

  /// Without fields of a newer schema: what was not checked must not become history.
  private static Content plain(Content content) {
    return content.getUnknownFields().getSerializedSize() == 0
        ? content
        : content.toBuilder()
            .setUnknownFields(com.google.protobuf.UnknownFieldSet.getDefaultInstance())
            .build();
  }

  private Decision changeMembers(Command command, Draft draft, Membership membership) {
    return switch (command.getBodyCase()) {
      case ADD_MEMBERS -> add(command, draft);
      case REMOVE_MEMBERS -> remove(command, draft, membership);
      default -> {
        var left = MemberLeft.getDefaultInstance();
        yield draft.accept(event -> event.setMemberLeft(left), draft.head().getMembers() - 1);
      }
    };
  }

  private Decision add(Command command, Draft draft) {
    var asked = command.getAddMembers().getUsersList();
    var rules = draft.rules();
    if (asked.size() > rules.membersPerCommand()) {
      return refuse(command, RefusalCode.TOO_MANY_MEMBERS);
    }
    var added =
        which(command.getConversation(), asked, member -> !ConversationState.active(member));
    int members = draft.head().getMembers() + added.size();
    if (members > rules.membersMax()) {
      return refuse(command, RefusalCode.TOO_MANY_MEMBERS);
    }
    for (var user : added) {
      var before = state.membership(command.getConversation(), user);
      if (before != null && before.getIntervalsCount() >= rules.intervalsMax()) {
        return refuse(command, RefusalCode.NOT_ALLOWED);
      }
    }
    return added.isEmpty()
        ? refuse(command, RefusalCode.NO_CHANGE)
        : draft.accept(
            event -> event.setMembersAdded(MembersAdded.newBuilder().addAllUsers(added)), members);
  }

  private Decision remove(Command command, Draft draft, Membership membership) {
    var asked = command.getRemoveMembers().getUsersList();
    if (membership.getRole() != Membership.Role.OWNER) {
      return refuse(command, RefusalCode.NOT_ALLOWED);
    }
    if (asked.size() > draft.rules().membersPerCommand()) {
      return refuse(command, RefusalCode.TOO_MANY_MEMBERS);
    }
    var removed = which(command.getConversation(), asked, ConversationState::active);
    int members = draft.head().getMembers() - removed.size();
    return removed.isEmpty()
        ? refuse(command, RefusalCode.NO_CHANGE)
        : draft.accept(
            event -> event.setMembersRemoved(MembersRemoved.newBuilder().addAllUsers(removed)),
            members);
  }

  private List<ByteString> which(
      ByteString conversation, List<ByteString> users, Predicate<@Nullable Membership> condition) {
    return Draft.sorted(users).stream()
        .filter(user -> condition.test(state.membership(conversation, user)))
        .toList();
  }

  private static Decision refuse(Command command, RefusalCode code) {
    return new Decision.Refuse(command, code, 0, true);
  }

  /// The next event of a conversation, but for its body.
  private record Draft(Command command, CommandRecord record, RuleSet rules, Head head) {
    interface Body {
      void set(Event.Builder event);
    }

    Decision accept(Body body, int members) {
      var event =
          Event.newBuilder()
              .setConversation(command.getConversation())
              .setSeq(head.getSeq() + 1)
              .setTime(Math.max(head.getTime(), record.appendTime()))
              .setCommandOffset(record.offset())
              .setUser(command.getActor().getUser())
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

    /// Each once, by unsigned bytes.
    static List<ByteString> sorted(Collection<ByteString> users) {
      return users.stream()
          .distinct()
          .sorted(ByteString.unsignedLexicographicalComparator())
          .toList();
    }
  }
}
