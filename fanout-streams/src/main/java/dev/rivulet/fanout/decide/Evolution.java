package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import dev.rivulet.fanout.decide.state.Outcome;
import dev.rivulet.fanout.decide.state.PartitionState;
import dev.rivulet.fanout.decide.state.Sender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a decision makes of the state, as writes. Nothing else ever changes the state.
final class Evolution {
  private final ConversationState state;

  Evolution(ConversationState state) {
    this.state = state;
  }

  List<Write> writes(CommandRecord record, PartitionState partition, Decision decision) {
    var writes = new ArrayList<Write>();
    int rules = partition.getRules();
    switch (decision) {
      case Decision.Accept(Command command, Event event) -> {
        conversation(writes, event);
        outcome(writes, command, event.getSeq(), "");
      }
      case Decision.Refuse refuse when refuse.decided() ->
          outcome(writes, refuse.command(), 0, refuse.code().code());
      case Decision.Repeat repeat when repeat.takesNumber() -> number(writes, repeat.command());
      case Decision.Rules(int number) -> rules = number;
      case Decision.Refuse _, Decision.Repeat _, Decision.Unreadable _ -> {}
    }
    var after =
        PartitionState.newBuilder().setNextOffset(record.offset() + 1).setRules(rules).build();
    writes.add(new Write(StateKeys.partition(record.partition()), after.toByteArray()));
    return writes;
  }

  private void conversation(List<Write> writes, Event event) {
    var conversation = event.getConversation();
    var before = state.head(conversation);
    var head = (before == null ? Head.getDefaultInstance() : before).toBuilder();
    long seq = event.getSeq();
    int members = head.getMembers();
    switch (event.getBodyCase()) {
      case DIRECT_OPENED -> {
        head.setKind(Head.Kind.DIRECT);
        members += join(writes, event, 0, event.getDirectOpened().getMembersList(), null);
      }
      case GROUP_CREATED -> {
        var created = event.getGroupCreated();
        head.setKind(Head.Kind.GROUP);
        members += join(writes, event, 0, created.getMembersList(), created.getOwner());
        head.setOwners(1);
      }
      case MEMBERS_ADDED -> {
        var added = event.getMembersAdded();
        members += join(writes, event, added.getVisibleFrom(), added.getUsersList(), null);
      }
      case MEMBERS_REMOVED ->
          members -= part(writes, event, event.getMembersRemoved().getUsersList(), head);
      case MEMBER_LEFT -> members -= part(writes, event, List.of(event.getUser()), head);
      case ROLE_CHANGED -> role(writes, event, head);
      case GROUP_CHANGED -> {
        var changed = event.getGroupChanged();
        if (changed.hasHistory()) {
          head.setFromTheStart(changed.getHistory() == HistoryVisibility.FROM_THE_START);
        }
      }
      case GROUP_CLOSED -> head.setClosed(true);
      case BLOCKED -> {
        var blocker = member(conversation, event.getUser());
        var after = blocker.toBuilder().setBlocks(event.getBlocked().getBlocked()).build();
        writes.add(member(conversation, event.getUser(), after));
      }
      case MESSAGE, MESSAGE_EDITED, MESSAGE_DELETED, REACTED, MUTED, BODY_NOT_SET -> {}
    }
    head.setSeq(seq)
        .setCount(event.getCount())
        .setTime(event.getTime())
        .setMembers(members)
        .setBig(event.getBig());
    writes.add(new Write(StateKeys.head(conversation), head.build().toByteArray()));
  }

  /// `visibleFrom` 0: from the event's own seq on.
  private int join(
      List<Write> writes,
      Event event,
      long visibleFrom,
      List<ByteString> users,
      @Nullable ByteString owner) {
    var interval =
        Membership.Interval.newBuilder().setFrom(visibleFrom == 0 ? event.getSeq() : visibleFrom);
    for (var user : users) {
      var before = state.membership(event.getConversation(), user);
      var role = user.equals(owner) ? Membership.Role.OWNER : Membership.Role.MEMBER;
      var after = (before == null ? Membership.getDefaultInstance() : before).toBuilder();
      after.setRole(role).addIntervals(interval);
      writes.add(member(event.getConversation(), user, after.build()));
    }
    return users.size();
  }

  /// The event that ends a membership is the last that its subject sees.
  private int part(List<Write> writes, Event event, List<ByteString> users, Head.Builder head) {
    var conversation = event.getConversation();
    for (var user : users) {
      var before = member(conversation, user);
      if (before.getRole() == Membership.Role.OWNER) {
        head.setOwners(head.getOwners() - 1);
      }
      int last = before.getIntervalsCount() - 1;
      var ended = before.getIntervals(last).toBuilder().setUntil(event.getSeq() + 1);
      writes.add(member(conversation, user, before.toBuilder().setIntervals(last, ended).build()));
    }
    return users.size();
  }

  private void role(List<Write> writes, Event event, Head.Builder head) {
    var changed = event.getRoleChanged();
    var before = member(event.getConversation(), changed.getUser());
    var role = Membership.Role.forNumber(changed.getRole().getNumber());
    if (before.getRole() == Membership.Role.OWNER) {
      head.setOwners(head.getOwners() - 1);
    }
    if (role == Membership.Role.OWNER) {
      head.setOwners(head.getOwners() + 1);
    }
    var after = before.toBuilder().setRole(role).build();
    writes.add(member(event.getConversation(), changed.getUser(), after));
  }

  private Membership member(ByteString conversation, ByteString user) {
    var found = state.membership(conversation, user);
    if (found == null) {
      throw new IllegalStateException("a member that the decider accepted is not in its state");
    }
    return found;
  }

  private static Write member(ByteString conversation, ByteString user, Membership membership) {
    return new Write(StateKeys.member(conversation, user), membership.toByteArray());
  }

  /// Remembers the outcome under the client message id; the one 256 places before is forgotten.
  private void outcome(List<Write> writes, Command command, long seq, String refusal) {
    var conversation = command.getConversation();
    var user = command.getActor().getUser();
    var device = command.getActor().getDevice();
    var id = command.getClientMessageId();
    var before = state.sender(conversation, user, device);
    long decided = before.getDecided() + 1;
    int place = (int) (decided % Bounds.OUTCOMES_KEPT);
    var evicted = state.idAt(conversation, user, device, place);
    if (evicted != null) {
      writes.add(new Write(StateKeys.outcome(conversation, user, device, evicted), null));
    }
    var outcome =
        Outcome.newBuilder()
            .setN(command.getN())
            .setPlace(decided)
            .setSeq(seq)
            .setRefusal(refusal)
            .build();
    var idBytes = id.getBytes(StandardCharsets.UTF_8);
    writes.add(new Write(StateKeys.place(conversation, user, device, place), idBytes));
    var key = StateKeys.outcome(conversation, user, device, id);
    writes.add(new Write(key, outcome.toByteArray()));
    var sender = before.toBuilder().setDecided(decided);
    if (command.getN() != 0) {
      sender.setLastN(command.getN());
    }
    writes.add(sender(command, sender.build()));
  }

  private void number(List<Write> writes, Command command) {
    var actor = command.getActor();
    var before = state.sender(command.getConversation(), actor.getUser(), actor.getDevice());
    writes.add(sender(command, before.toBuilder().setLastN(command.getN()).build()));
  }

  private static Write sender(Command command, Sender sender) {
    var actor = command.getActor();
    var key = StateKeys.sender(command.getConversation(), actor.getUser(), actor.getDevice());
    return new Write(key, sender.toByteArray());
  }
}
