package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.GroupClosed;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.MemberLeft;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.log.RoleChanged;
import dev.rivulet.fanout.decide.state.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who belongs to a group, as what, and what the group is called.
final class GroupDecisions {
  private final ConversationState state;

  GroupDecisions(ConversationState state) {
    this.state = state;
  }

  static Decision create(Draft draft) {
    var create = draft.command().getCreateGroup();
    var rules = draft.rules();
    var everybody = new ArrayList<>(create.getMembersList());
    everybody.add(draft.actor());
    var members = Draft.sorted(everybody);
    int nameBytes = create.getNameBytes().size();
    if (nameBytes == 0) {
      return refuseCreation(draft, RefusalCode.EMPTY);
    }
    if (nameBytes > rules.groupNameBytesMax()) {
      return refuseCreation(draft, RefusalCode.TOO_LARGE);
    }
    if (create.getMembersCount() > rules.membersPerCommand()
        || members.size() > rules.membersMax()) {
      return refuseCreation(draft, RefusalCode.TOO_MANY_MEMBERS);
    }
    var created =
        GroupCreated.newBuilder()
            .setName(create.getName())
            .setOwner(draft.actor())
            .addAllMembers(members);
    return draft.accept(event -> event.setGroupCreated(created), members.size());
  }

  /// Nothing exists yet, so there is no state in which such a refusal could be remembered.
  private static Decision refuseCreation(Draft draft, RefusalCode code) {
    return new Decision.Refuse(draft.command(), code, 0, false);
  }

  Decision decide(Draft draft) {
    return switch (draft.command().getBodyCase()) {
      case ADD_MEMBERS -> add(draft);
      case REMOVE_MEMBERS -> remove(draft);
      case LEAVE_GROUP -> leave(draft);
      case CHANGE_GROUP -> change(draft);
      case CHANGE_ROLE -> role(draft);
      case CLOSE_GROUP ->
          draft.owns()
              ? draft.accept(event -> event.setGroupClosed(GroupClosed.getDefaultInstance()))
              : draft.refuse(RefusalCode.NOT_ALLOWED);
      default -> throw new IllegalStateException("not a group's: " + draft.command().getBodyCase());
    };
  }

  private Decision add(Draft draft) {
    var asked = draft.command().getAddMembers().getUsersList();
    var rules = draft.rules();
    var added = which(draft, asked, member -> !ConversationState.active(member));
    int members = draft.head().getMembers() + added.size();
    if (asked.size() > rules.membersPerCommand() || members > rules.membersMax()) {
      return draft.refuse(RefusalCode.TOO_MANY_MEMBERS);
    }
    for (var user : added) {
      var before = state.membership(draft.command().getConversation(), user);
      if (before != null && before.getIntervalsCount() >= rules.intervalsMax()) {
        return draft.refuse(RefusalCode.NOT_ALLOWED);
      }
    }
    var body = MembersAdded.newBuilder().addAllUsers(added);
    if (draft.head().getFromTheStart()) {
      body.setVisibleFrom(1);
    }
    return added.isEmpty()
        ? draft.refuse(RefusalCode.NO_CHANGE)
        : draft.accept(event -> event.setMembersAdded(body), members);
  }

  /// An owner removes anybody but himself, an admin those without a role.
  private Decision remove(Draft draft) {
    var asked = draft.command().getRemoveMembers().getUsersList();
    boolean governs = draft.rules().changes() ? draft.governs() : draft.owns();
    if (!governs || (draft.rules().changes() && asked.contains(draft.actor()))) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    if (asked.size() > draft.rules().membersPerCommand()) {
      return draft.refuse(RefusalCode.TOO_MANY_MEMBERS);
    }
    var removed = which(draft, asked, ConversationState::active);
    var protectedOnes = which(draft, removed, member -> member.getRole() != Membership.Role.MEMBER);
    if (!draft.owns() && !protectedOnes.isEmpty()) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    var body = MembersRemoved.newBuilder().addAllUsers(removed);
    return removed.isEmpty()
        ? draft.refuse(RefusalCode.NO_CHANGE)
        : draft.accept(
            event -> event.setMembersRemoved(body), draft.head().getMembers() - removed.size());
  }

  private static Decision leave(Draft draft) {
    boolean lastOwner = draft.owns() && draft.head().getOwners() == 1;
    boolean others = draft.head().getMembers() > 1;
    if (draft.rules().changes() && lastOwner && others && !draft.head().getClosed()) {
      return draft.refuse(RefusalCode.LAST_OWNER);
    }
    var left = MemberLeft.getDefaultInstance();
    return draft.accept(event -> event.setMemberLeft(left), draft.head().getMembers() - 1);
  }

  private static Decision change(Draft draft) {
    var change = draft.command().getChangeGroup();
    if (!draft.governs() || change.getHistory() == HistoryVisibility.UNRECOGNIZED) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    if (!change.hasName() && !change.hasPicture() && !change.hasHistory()) {
      return draft.refuse(RefusalCode.NO_CHANGE);
    }
    if (change.hasName() && change.getName().isEmpty()) {
      return draft.refuse(RefusalCode.EMPTY);
    }
    if (change.getNameBytes().size() > draft.rules().groupNameBytesMax()) {
      return draft.refuse(RefusalCode.TOO_LARGE);
    }
    var changed = GroupChanged.newBuilder();
    if (change.hasName()) {
      changed.setName(change.getName());
    }
    if (change.hasPicture()) {
      changed.setPicture(change.getPicture());
    }
    if (change.hasHistory()) {
      changed.setHistory(change.getHistory());
    }
    return draft.accept(event -> event.setGroupChanged(changed));
  }

  private Decision role(Draft draft) {
    var change = draft.command().getChangeRole();
    if (!draft.owns() || change.getRole() == Role.UNRECOGNIZED) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    var subject = state.membership(draft.command().getConversation(), change.getUser());
    if (subject == null || !ConversationState.active(subject)) {
      return draft.refuse(RefusalCode.NO_CHANGE);
    }
    if (subject.getRole().getNumber() == change.getRole().getNumber()) {
      return draft.refuse(RefusalCode.NO_CHANGE);
    }
    boolean givesUp = subject.getRole() == Membership.Role.OWNER;
    if (givesUp && draft.head().getOwners() == 1) {
      return draft.refuse(RefusalCode.LAST_OWNER);
    }
    var changed = RoleChanged.newBuilder().setUser(change.getUser()).setRole(change.getRole());
    return draft.accept(event -> event.setRoleChanged(changed));
  }

  private List<ByteString> which(
      Draft draft, List<ByteString> users, Predicate<@Nullable Membership> condition) {
    var conversation = draft.command().getConversation();
    return Draft.sorted(users).stream()
        .filter(user -> condition.test(state.membership(conversation, user)))
        .toList();
  }
}
