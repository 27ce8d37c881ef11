package dev.rivulet.api.conversation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.limit.KeyUses;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.LeaveGroup;
import dev.rivulet.contracts.log.OpenDirect;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.log.RemoveMembers;
import dev.rivulet.contracts.topic.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Appends the commands that come over HTTP. They are not numbered (`n` is 0): repeats are found by
/// their client message id.
final class CommandWriter {
  private final CommandLog log;
  private final KeyUses uses;
  private final Origin origin;

  CommandWriter(CommandLog log, String instance) {
    this(log, KeyUses.NONE, instance);
  }

  CommandWriter(CommandLog log, KeyUses uses, String instance) {
    this.log = log;
    this.uses = uses;
    this.origin =
        Origin.newBuilder().setService(Service.CLIENT_API.text()).setInstance(instance).build();
  }

  UUID openDirect(Caller caller, UUID other, CommandKey key) {
    UUID conversation = Ids.direct(caller.user(), other);
    ByteString one = Ids.bytes(caller.user());
    ByteString two = Ids.bytes(other);
    boolean ordered = ByteString.unsignedLexicographicalComparator().compare(one, two) <= 0;
    append(
        caller,
        key,
        List.of(
            command(conversation, caller, key.part(0))
                .setOpenDirect(
                    OpenDirect.newBuilder()
                        .setFirst(ordered ? one : two)
                        .setSecond(ordered ? two : one))
                .build()));
    return conversation;
  }

  /// One command creates the group with as many members as it may hold, more add the others.
  UUID createGroup(Caller caller, String name, List<UUID> members, CommandKey key) {
    UUID conversation = key.group(caller);
    int first = Math.min(members.size(), Bounds.MEMBERS_PER_COMMAND);
    List<Command> commands = new ArrayList<>();
    commands.add(
        command(conversation, caller, key.part(0))
            .setCreateGroup(
                CreateGroup.newBuilder()
                    .setName(name)
                    .addAllMembers(bytes(members.subList(0, first))))
            .build());
    for (int from = first; from < members.size(); from += Bounds.MEMBERS_PER_COMMAND) {
      int to = Math.min(members.size(), from + Bounds.MEMBERS_PER_COMMAND);
      commands.add(
          command(conversation, caller, key.part(commands.size()))
              .setAddMembers(AddMembers.newBuilder().addAllUsers(bytes(members.subList(from, to))))
              .build());
    }
    append(caller, key, commands);
    return conversation;
  }

  void addMembers(Caller caller, UUID conversation, Collection<UUID> users, CommandKey key) {
    append(
        caller,
        key,
        List.of(
            command(conversation, caller, key.part(0))
                .setAddMembers(AddMembers.newBuilder().addAllUsers(bytes(users)))
                .build()));
  }

  void removeMember(Caller caller, UUID conversation, UUID user, CommandKey key) {
    Command.Builder command = command(conversation, caller, key.part(0));
    if (user.equals(caller.user())) {
      command.setLeaveGroup(LeaveGroup.getDefaultInstance());
    } else {
      command.setRemoveMembers(RemoveMembers.newBuilder().addUsers(Ids.bytes(user)));
    }
    append(caller, key, List.of(command.build()));
  }

  void append(Caller caller, UUID conversation, CommandKey key, Consumer<Command.Builder> body) {
    Command.Builder command = command(conversation, caller, key.part(0));
    body.accept(command);
    append(caller, key, List.of(command.build()));
  }

  /// The same key again must be the same request: what it names may have happened already, and the
  /// other request would be lost without a word.
  private void append(Caller caller, CommandKey key, List<Command> commands) {
    boolean fits =
        key.fingerprint()
            .map(it -> uses.isFor(caller.user() + ":" + caller.device(), key.text(), it))
            .orElse(true);
    if (!fits) {
      throw Problem.unprocessable(
          "idempotency-key-reused", "this Idempotency-Key is another request's");
    }
    log.append(commands);
  }

  /// A command that the caller of this appends himself, under an id of his own.
  Command made(Caller caller, UUID conversation, String id, Consumer<Command.Builder> body) {
    Command.Builder command = command(conversation, caller, id);
    body.accept(command);
    return command.build();
  }

  private Command.Builder command(UUID conversation, Caller caller, String clientMessageId) {
    return Command.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setActor(
            Actor.newBuilder()
                .setUser(Ids.bytes(caller.user()))
                .setDevice(Ids.bytes(caller.device())))
        .setOrigin(origin)
        .setClientMessageId(clientMessageId);
  }

  private static List<ByteString> bytes(Collection<UUID> ids) {
    return ids.stream().map(Ids::bytes).toList();
  }
}
