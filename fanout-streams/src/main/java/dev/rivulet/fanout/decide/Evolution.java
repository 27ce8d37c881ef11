package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import dev.rivulet.fanout.decide.state.Outcome;
import dev.rivulet.fanout.decide.state.PartitionState;
import dev.rivulet.fanout.decide.state.Sender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a decision makes of the state, as writes. Nothing else ever changes the state.
final class Evolution {
  private final ConversationState state;
  private final Recipients recipients;
  private final RuleSets ruleSets;

  Evolution(ConversationState state, Recipients recipients, RuleSets ruleSets) {
    this.state = state;
    this.recipients = recipients;
    this.ruleSets = ruleSets;
  }

  /// What an event makes of its conversation.
  ///
  /// @param before of a new conversation: empty
  /// @param moved whose membership the event begins or ends, and what it is then, in the order in
  ///   which the event names them
  record Change(Head before, Head after, Map<ByteString, Membership> moved, List<Write> writes) {}

  List<Write> writes(
      CommandRecord record, PartitionState partition, Decision decision, Optional<Change> change) {
    var writes = new ArrayList<Write>();
    int rules = partition.getRules();
    change.ifPresent(changed -> writes.addAll(changed.writes()));
    switch (decision) {
      case Decision.Accept(Command command, Event event) -> {
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

  Change change(Event event) {
    var writes = new ArrayList<Write>();
    var moved = new LinkedHashMap<ByteString, Membership>();
    var conversation = event.getConversation();
    var found = state.head(conversation);
    var before = found == null ? Head.getDefaultInstance() : found;
    var head = before.toBuilder();
    int members = head.getMembers();
    switch (event.getBodyCase()) {
      case DIRECT_OPENED -> {
        head.setKind(Head.Kind.DIRECT);
        members += join(moved, event, 0, event.getDirectOpened().getMembersList(), null);
      }
      case GROUP_CREATED -> {
        var created = event.getGroupCreated();
        head.setKind(Head.Kind.GROUP);
        members += join(moved, event, 0, created.getMembersList(), created.getOwner());
        head.setOwners(1);
      }
      case MEMBERS_ADDED -> {
        var added = event.getMembersAdded();
        members += join(moved, event, added.getVisibleFrom(), added.getUsersList(), null);
      }
      case MEMBERS_REMOVED ->
          members -= part(moved, event, event.getMembersRemoved().getUsersList(), head);
      case MEMBER_LEFT -> members -= part(moved, event, List.of(event.getUser()), head);
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
    moved.forEach((user, membership) -> writes.add(member(conversation, user, membership)));
    head.setSeq(event.getSeq())
        .setCount(event.getCount())
        .setTime(event.getTime())
        .setMembers(members)
        .setBig(event.getBig());
    countByPartition(event, before, head, moved);
    var after = head.build();
    writes.add(new Write(StateKeys.head(conversation), after.toByteArray()));
    return new Change(before, after, moved, writes);
  }

  /// Which inbox partitions have a member, so that nobody has to look for them at each message.
  /// What one person alone sees goes to him as ever, so it is not what begins the counting.
  private void countByPartition(
      Event event, Head before, Head.Builder head, Map<ByteString, Membership> moved) {
    boolean begins =
        event.getBig()
            && event.getOnlyFor().isEmpty()
            && ruleSets.of(event.getRules()).bigByMembership();
    if (!before.getByMembership() && !begins) {
      return;
    }
    var counts = new int[recipients.partitions()];
    if (before.getByMembership()) {
      for (int partition = 0; partition < counts.length; partition++) {
        counts[partition] = before.getInboxMembers(partition);
      }
    } else {
      recipients
          .members(event.getConversation())
          .forEach((partition, ids) -> counts[partition] = ids.size() / Ids.BYTES);
    }
    moved.forEach(
        (user, membership) ->
            counts[Partitions.of(user, counts.length)] +=
                ConversationState.active(membership) ? 1 : -1);
    head.setByMembership(true).clearInboxMembers();
    for (int count : counts) {
      head.addInboxMembers(count);
    }
  }

  /// `visibleFrom` 0: from the event's own seq on.
  private int join(
      Map<ByteString, Membership> moved,
      Event event,
      long visibleFrom,
      List<ByteString> users,
      @Nullable ByteString owner) {
    var interval =
        Membership.Interval.newBuilder()
            .setFrom(visibleFrom == 0 ? event.getSeq() : visibleFrom)
            .setJoined(event.getSeq());
    for (var user : users) {
      var before = state.membership(event.getConversation(), user);
      var role = user.equals(owner) ? Membership.Role.OWNER : Membership.Role.MEMBER;
      var after = (before == null ? Membership.getDefaultInstance() : before).toBuilder();
      after.setRole(role).addIntervals(interval);
      moved.put(user, after.build());
    }
    return users.size();
  }

  /// The event that ends a membership is the last that its subject sees.
  private int part(
      Map<ByteString, Membership> moved, Event event, List<ByteString> users, Head.Builder head) {
    var conversation = event.getConversation();
    for (var user : users) {
      var before = member(conversation, user);
      if (before.getRole() == Membership.Role.OWNER) {
        head.setOwners(head.getOwners() - 1);
      }
      int last = before.getIntervalsCount() - 1;
      var ended = before.getIntervals(last).toBuilder().setUntil(event.getSeq() + 1);
      moved.put(user, before.toBuilder().setIntervals(last, ended).build());
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
