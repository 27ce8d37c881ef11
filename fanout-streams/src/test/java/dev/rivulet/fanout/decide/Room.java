package dev.rivulet.fanout.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.LeaveGroup;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.OpenDirect;
import dev.rivulet.contracts.log.RemoveMembers;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/// A log of one partition with people who write to it. Everything gets into the state through the
/// log, as in production.
@NullMarked
final class Room {
  static final int USER_PARTITIONS = 4;
  static final String TOPIC = "rivulet.commands";

  final MemoryStateStore store = new MemoryStateStore();
  final DeciderTask task = new DeciderTask(store, 1, USER_PARTITIONS, TOPIC);
  private final List<CommandRecord> log = new ArrayList<>();
  private long time = 1_700_000_000_000L;

  static UUID user(int number) {
    return new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number);
  }

  static UUID device(int number) {
    return new UUID(0xdddd_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
  }

  static UUID group(int number) {
    return new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0000L | number);
  }

  List<CommandRecord> log() {
    return log;
  }

  void at(long milliseconds) {
    time = milliseconds;
  }

  /// Appends and decides.
  Outcome put(Command command) {
    return append(command.getConversation().toByteArray(), command.toByteArray());
  }

  Outcome append(byte[] key, byte[] value) {
    var record = new CommandRecord(0, log.size(), time++, key, value);
    log.add(record);
    return new Outcome(task.process(record));
  }

  static Command.Builder command(UUID conversation, int user, int device, String id, long n) {
    return Command.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setActor(
            Actor.newBuilder().setUser(Ids.bytes(user(user))).setDevice(Ids.bytes(device(device))))
        .setClientMessageId(id)
        .setN(n);
  }

  static Command send(UUID conversation, int user, String id, long n, String text) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8(text));
    return command(conversation, user, user, id, n)
        .setSendMessage(SendMessage.newBuilder().setContent(content))
        .build();
  }

  static Command open(int user, int other) {
    return command(Ids.direct(user(user), user(other)), user, user, "open-" + other, 0)
        .setOpenDirect(
            OpenDirect.newBuilder()
                .setFirst(Ids.bytes(user(user)))
                .setSecond(Ids.bytes(user(other))))
        .build();
  }

  static Command createGroup(UUID conversation, int owner, int... members) {
    var create = CreateGroup.newBuilder().setName("a group");
    for (int member : members) {
      create.addMembers(Ids.bytes(user(member)));
    }
    return command(conversation, owner, owner, "create", 0).setCreateGroup(create).build();
  }

  static Command add(UUID conversation, int actor, String id, int... users) {
    var add = AddMembers.newBuilder();
    for (int user : users) {
      add.addUsers(Ids.bytes(user(user)));
    }
    return command(conversation, actor, actor, id, 0).setAddMembers(add).build();
  }

  static Command remove(UUID conversation, int actor, String id, int... users) {
    var remove = RemoveMembers.newBuilder();
    for (int user : users) {
      remove.addUsers(Ids.bytes(user(user)));
    }
    return command(conversation, actor, actor, id, 0).setRemoveMembers(remove).build();
  }

  static Command leave(UUID conversation, int actor, String id) {
    return command(conversation, actor, actor, id, 0)
        .setLeaveGroup(LeaveGroup.getDefaultInstance())
        .build();
  }

  static Command ruleSet(int number) {
    return Command.newBuilder().setChangeRules(ChangeRules.newBuilder().setNumber(number)).build();
  }

  /// What one command led to.
  record Outcome(List<OutputRecord> records) {
    Event event() {
      var events = records.stream().filter(record -> record.topic() == Topic.EVENTS).toList();
      assertThat(events).as("events among %s", topics()).hasSize(1);
      try {
        return Event.parseFrom(events.getFirst().value());
      } catch (InvalidProtocolBufferException unreadable) {
        throw new AssertionError(unreadable);
      }
    }

    /// The code of the refusal, with the number that must come next.
    String refusal() {
      var refused = notice().getRefused();
      return refused.getNext() == 0
          ? refused.getCode()
          : refused.getCode() + " " + refused.getNext();
    }

    Notice notice() {
      assertThat(topics()).containsExactly(Topic.NOTICES);
      try {
        return Notice.parseFrom(records.getFirst().value());
      } catch (InvalidProtocolBufferException unreadable) {
        throw new AssertionError(unreadable);
      }
    }

    List<Topic> topics() {
      return records.stream().map(OutputRecord::topic).toList();
    }

    List<UUID> recipients() {
      var users = new ArrayList<UUID>();
      for (var record : records) {
        if (record.topic() == Topic.INBOX) {
          try {
            var ids = InboxRecord.parseFrom(record.value()).getRecipients();
            for (int from = 0; from < ids.size(); from += 16) {
              users.add(Ids.uuid(ids.substring(from, from + 16)));
            }
          } catch (InvalidProtocolBufferException unreadable) {
            throw new AssertionError(unreadable);
          }
        }
      }
      return users;
    }
  }
}
