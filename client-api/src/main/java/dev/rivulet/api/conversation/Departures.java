package dev.rivulet.api.conversation;

import dev.rivulet.api.history.Access;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.history.MembershipChange;
import dev.rivulet.api.history.Slice;
import dev.rivulet.api.history.StoredEvent;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Block;
import dev.rivulet.contracts.log.ChangeRole;
import dev.rivulet.contracts.log.CloseGroup;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DeleteMessage;
import dev.rivulet.contracts.log.LeaveGroup;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.log.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Consumer;

/// Takes a person out of all conversations: deletes what he wrote where he is still a member and
/// leaves the groups, in his name and through the log like any other change. A group whose last
/// owner he is goes to the next person, or is closed when there is none.
///
/// Every command has the same client message id each time, so doing it again changes nothing.
public final class Departures {
  private static final int COMMANDS_PER_APPEND = 64;

  private final PlaceStore places;
  private final HistoryStore history;
  private final CommandWriter writer;
  private final CommandLog log;

  public Departures(PlaceStore places, HistoryStore history, CommandLog log, String instance) {
    this.places = places;
    this.history = history;
    this.writer = new CommandWriter(log, instance);
    this.log = log;
  }

  public void leaveAll(Caller leaving) {
    for (Place place : places.all(leaving.user())) {
      if (place.isMember()) {
        leave(leaving, place);
      }
    }
  }

  private void leave(Caller leaving, Place place) {
    UUID conversation = place.conversation();
    Optional<Head> head = history.head(conversation);
    if (head.isEmpty()) {
      return;
    }
    if (place.blocked()) {
      // Who blocks is refused everything else.
      Block none = Block.newBuilder().setBlocked(false).build();
      log.append(List.of(command(leaving, conversation, "erase-block", it -> it.setBlock(none))));
    }
    deleteMessages(leaving, conversation, head.get().seq());
    if (!head.get().direct()) {
      log.append(goodbye(leaving, conversation));
    }
  }

  private void deleteMessages(Caller leaving, UUID conversation, long to) {
    Access access = Access.of(leaving.user(), history.changes(conversation, leaving.user()));
    List<Command> deletions = new ArrayList<>();
    long from = access.isNone() ? to + 1 : access.first();
    while (from <= to) {
      Slice slice = history.ascending(conversation, from, to);
      slice.events().values().stream()
          .filter(stored -> isOwn(leaving, stored))
          .sorted(Comparator.comparingLong(stored -> stored.event().getSeq()))
          .map(stored -> deletion(leaving, conversation, stored))
          .forEach(deletions::add);
      from = slice.to() + 1;
      append(deletions, COMMANDS_PER_APPEND);
    }
    append(deletions, 1);
  }

  /// As many as make full batches of at least `least`.
  private void append(List<Command> waiting, int least) {
    while (waiting.size() >= least && !waiting.isEmpty()) {
      List<Command> batch = waiting.subList(0, Math.min(COMMANDS_PER_APPEND, waiting.size()));
      log.append(List.copyOf(batch));
      batch.clear();
    }
  }

  private static boolean isOwn(Caller leaving, StoredEvent stored) {
    return stored.event().hasMessage()
        && !stored.isDeleted()
        && stored.event().getUser().equals(Ids.bytes(leaving.user()));
  }

  private Command deletion(Caller leaving, UUID conversation, StoredEvent stored) {
    Target target =
        Target.newBuilder()
            .setSeq(stored.event().getSeq())
            .setAuthor(stored.event().getUser())
            .setTime(stored.event().getTime())
            .build();
    DeleteMessage delete = DeleteMessage.newBuilder().setTarget(target).build();
    return command(
        leaving, conversation, "erase-" + target.getSeq(), it -> it.setDeleteMessage(delete));
  }

  private List<Command> goodbye(Caller leaving, UUID conversation) {
    SortedMap<UUID, List<MembershipChange>> changes = history.changes(conversation);
    boolean owned = others(changes, leaving).stream().anyMatch(it -> it.role() == MemberRole.OWNER);
    boolean owns =
        Access.of(leaving.user(), changes.getOrDefault(leaving.user(), List.of())).role()
            == MemberRole.OWNER;
    List<Command> commands = new ArrayList<>();
    if (owns && !owned) {
      commands.add(handOver(leaving, conversation, next(changes, leaving)));
    }
    commands.add(
        command(
            leaving,
            conversation,
            "erase-leave",
            it -> it.setLeaveGroup(LeaveGroup.getDefaultInstance())));
    return commands;
  }

  private Command handOver(Caller leaving, UUID conversation, Optional<UUID> next) {
    if (next.isEmpty()) {
      return command(
          leaving,
          conversation,
          "erase-close",
          it -> it.setCloseGroup(CloseGroup.getDefaultInstance()));
    }
    ChangeRole owner =
        ChangeRole.newBuilder().setUser(Ids.bytes(next.get())).setRole(Role.OWNER).build();
    return command(leaving, conversation, "erase-owner", it -> it.setChangeRole(owner));
  }

  private static List<Access> others(
      SortedMap<UUID, List<MembershipChange>> changes, Caller leaving) {
    return changes.entrySet().stream()
        .filter(one -> !one.getKey().equals(leaving.user()))
        .map(one -> Access.of(one.getKey(), one.getValue()))
        .filter(Access::isMember)
        .toList();
  }

  /// An admin if there is one, and who has been there for longest.
  private static Optional<UUID> next(
      SortedMap<UUID, List<MembershipChange>> changes, Caller leaving) {
    Comparator<Map.Entry<UUID, Access>> admins =
        Comparator.comparing(one -> one.getValue().role() != MemberRole.ADMIN);
    return changes.entrySet().stream()
        .filter(one -> !one.getKey().equals(leaving.user()))
        .map(one -> Map.entry(one.getKey(), Access.of(one.getKey(), one.getValue())))
        .filter(one -> one.getValue().isMember())
        .min(admins.thenComparingLong(one -> one.getValue().visibleFrom()))
        .map(Map.Entry::getKey);
  }

  private Command command(
      Caller leaving, UUID conversation, String id, Consumer<Command.Builder> body) {
    return writer.made(leaving, conversation, id, body);
  }
}
