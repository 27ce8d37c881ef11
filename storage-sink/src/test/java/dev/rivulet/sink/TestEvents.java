package dev.rivulet.sink;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Blocked;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.GroupClosed;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.MemberLeft;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.contracts.log.MessageDeleted;
import dev.rivulet.contracts.log.MessageEdited;
import dev.rivulet.contracts.log.Muted;
import dev.rivulet.contracts.log.Reacted;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.log.RoleChanged;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Events as the decider writes them.
public final class TestEvents {
  public static final UUID CONVERSATION = new UUID(0xc000_0000_0000_4000L, 1);
  public static final UUID ANN = user(1);
  public static final UUID BOB = user(2);
  public static final UUID CY = user(3);
  public static final UUID DEVICE = new UUID(0xd000_0000_0000_4000L, 1);

  private TestEvents() {}

  public static UUID user(int number) {
    return new UUID(0xa000_0000_0000_4000L, number);
  }

  public static Event directOpened(long seq, UUID... members) {
    return event(seq)
        .setDirectOpened(DirectOpened.newBuilder().addAllMembers(ids(members)))
        .build();
  }

  public static Event created(String name, UUID... members) {
    return event(1)
        .setGroupCreated(
            GroupCreated.newBuilder()
                .setName(name)
                .setOwner(Ids.bytes(members[0]))
                .addAllMembers(ids(members)))
        .setMembers(members.length)
        .build();
  }

  public static Event message(long seq, String text) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8(text));
    return event(seq).setMessage(content).setCount(seq - 1).build();
  }

  public static Event added(long seq, UUID... users) {
    return event(seq).setMembersAdded(MembersAdded.newBuilder().addAllUsers(ids(users))).build();
  }

  public static Event removed(long seq, UUID... users) {
    return event(seq)
        .setMembersRemoved(MembersRemoved.newBuilder().addAllUsers(ids(users)))
        .build();
  }

  public static Event left(long seq, UUID user) {
    return event(seq)
        .setMemberLeft(MemberLeft.getDefaultInstance())
        .setUser(Ids.bytes(user))
        .build();
  }

  public static Event edited(long seq, long target, String text) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8(text));
    return event(seq)
        .setMessageEdited(MessageEdited.newBuilder().setSeq(target).setContent(content))
        .build();
  }

  public static Event deleted(long seq, long target) {
    return event(seq).setMessageDeleted(MessageDeleted.newBuilder().setSeq(target)).build();
  }

  public static Event reacted(long seq, long target, String emoji, boolean removed) {
    return event(seq)
        .setReacted(Reacted.newBuilder().setSeq(target).setEmoji(emoji).setRemoved(removed))
        .build();
  }

  public static Event changed(long seq, GroupChanged.Builder changed) {
    return event(seq).setGroupChanged(changed).build();
  }

  public static Event closed(long seq) {
    return event(seq).setGroupClosed(GroupClosed.getDefaultInstance()).build();
  }

  public static Event role(long seq, UUID user, Role role) {
    return event(seq)
        .setRoleChanged(RoleChanged.newBuilder().setUser(Ids.bytes(user)).setRole(role))
        .build();
  }

  public static Event muted(long seq, UUID user, boolean muted) {
    return alone(event(seq).setMuted(Muted.newBuilder().setMuted(muted)), user);
  }

  public static Event blocked(long seq, UUID user, boolean blocked) {
    return alone(event(seq).setBlocked(Blocked.newBuilder().setBlocked(blocked)), user);
  }

  private static Event alone(Event.Builder event, UUID user) {
    return event.setUser(Ids.bytes(user)).setOnlyFor(Ids.bytes(user)).build();
  }

  public static Event in(UUID conversation, Event event) {
    return event.toBuilder().setConversation(Ids.bytes(conversation)).build();
  }

  public static InboxRecord to(Event event, UUID... recipients) {
    return InboxRecord.newBuilder()
        .setEvent(event)
        .setRecipients(ByteString.copyFrom(ids(recipients)))
        .build();
  }

  private static Event.Builder event(long seq) {
    return Event.newBuilder()
        .setConversation(Ids.bytes(CONVERSATION))
        .setSeq(seq)
        .setTime(1_700_000_000_000L + seq)
        .setUser(Ids.bytes(ANN))
        .setDevice(Ids.bytes(DEVICE))
        .setClientMessageId("m" + seq)
        .setN(seq)
        .setMembers(3);
  }

  private static List<ByteString> ids(UUID... users) {
    return Stream.of(users).map(Ids::bytes).toList();
  }
}
