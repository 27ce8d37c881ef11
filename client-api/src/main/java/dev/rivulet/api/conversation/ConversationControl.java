package dev.rivulet.api.conversation;

import dev.rivulet.api.history.Access;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MembershipChange;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.log.CloseGroup;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// What an operator may see of a conversation and do to it: its size and members, never what was
/// said.
public final class ConversationControl {
  /// A command in the name of an owner comes from no device of his.
  private static final UUID NO_DEVICE = new UUID(0, 0);

  private final HistoryStore history;
  private final CommandWriter commands;

  /// A member and his role.
  public record Member(UUID user, String role) {}

  /// A conversation from outside.
  public record View(
      UUID conversation,
      String kind,
      String name,
      long seq,
      boolean closed,
      List<Member> members) {}

  public ConversationControl(HistoryStore history, CommandLog log, String instance) {
    this.history = history;
    this.commands = new CommandWriter(log, instance);
  }

  public View show(UUID conversation) {
    Head head = history.head(conversation).orElseThrow(Problem::unknownConversation);
    var name = head.group().name();
    var closed = head.group().closed();
    return new View(
        conversation,
        head.direct() ? ConversationView.DIRECT : ConversationView.GROUP,
        head.direct() || name == null ? "" : name.value(),
        head.seq(),
        closed != null && Boolean.TRUE.equals(closed.value()),
        members(conversation).entrySet().stream()
            .map(one -> new Member(one.getKey(), one.getValue().role().text()))
            .sorted(Comparator.comparing(Member::user))
            .toList());
  }

  private Map<UUID, Access> members(UUID conversation) {
    SortedMap<UUID, List<MembershipChange>> changes = history.changes(conversation);
    Map<UUID, Access> members = new TreeMap<>();
    changes.forEach(
        (user, own) -> {
          Access access = Access.of(user, own);
          if (access.isMember()) {
            members.put(user, access);
          }
        });
    return members;
  }

  /// Closes a group, in the name of one of its owners: the decider knows no operators.
  public void close(UUID conversation) {
    Head head = history.head(conversation).orElseThrow(Problem::unknownConversation);
    if (head.direct()) {
      throw Problem.unprocessable("wrong-kind", "a 1:1 cannot be closed");
    }
    UUID owner =
        members(conversation).entrySet().stream()
            .filter(one -> one.getValue().role() == MemberRole.OWNER)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> Problem.of(409, "last-owner"));
    commands.append(
        new Caller(owner, NO_DEVICE),
        conversation,
        new CommandKey("operator-close"),
        it -> it.setCloseGroup(CloseGroup.getDefaultInstance()));
  }
}
