package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Blocked;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.MemberLeft;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A conversation whose events have the seqs and counts that fanout would give them.
final class Chat {
  static final ByteString ID = id(77);
  static final ByteString PHONE = id(88);

  final List<Event> log = new ArrayList<>();
  private long count;

  static ByteString id(int number) {
    return Ids.bytes(new UUID(0x4000L, 0x8000000000000000L | number));
  }

  Event open(ByteString one, ByteString other) {
    return add(
        one, it -> it.setDirectOpened(DirectOpened.newBuilder().addMembers(one).addMembers(other)));
  }

  Event create(ByteString owner, List<ByteString> members) {
    return add(owner, it -> it.setGroupCreated(GroupCreated.newBuilder().addAllMembers(members)));
  }

  Event say(ByteString user) {
    count++;
    return add(user, it -> it.setMessage(Content.getDefaultInstance()));
  }

  Event addMember(ByteString by, ByteString user) {
    return add(by, it -> it.setMembersAdded(MembersAdded.newBuilder().addUsers(user)));
  }

  Event remove(ByteString by, ByteString user) {
    return add(by, it -> it.setMembersRemoved(MembersRemoved.newBuilder().addUsers(user)));
  }

  Event leave(ByteString user) {
    return add(user, it -> it.setMemberLeft(MemberLeft.getDefaultInstance()));
  }

  Event block(ByteString user, boolean blocked) {
    return add(user, it -> it.setBlocked(Blocked.newBuilder().setBlocked(blocked)));
  }

  private Event add(ByteString user, java.util.function.UnaryOperator<Event.Builder> body) {
    var event =
        body.apply(
                Event.newBuilder()
                    .setConversation(ID)
                    .setSeq(log.size() + 1L)
                    .setCount(count)
                    .setTime(1_000L * (log.size() + 1))
                    .setUser(user))
            .build();
    log.add(event);
    return event;
  }

  static Receipt delivered(ByteString user, long upTo) {
    return claim(user).setDelivered(upTo).build();
  }

  static Receipt read(ByteString user, long upTo) {
    return claim(user).setRead(upTo).build();
  }

  static Receipt readUnseen(ByteString user, long upTo) {
    return claim(user).setRead(upTo).setPrivate(true).build();
  }

  private static Receipt.Builder claim(ByteString user) {
    return Receipt.newBuilder().setConversation(ID).setUser(user).setDevice(PHONE);
  }

  /// The last status among the effects that is stored for a user.
  static Optional<ReceiptStatus> stored(List<Effect> effects, ByteString user) {
    return effects.stream()
        .filter(Effect.Stored.class::isInstance)
        .map(it -> ((Effect.Stored) it).status())
        .filter(it -> it.getUser().equals(user))
        .reduce((earlier, later) -> later);
  }

  /// The notices among the effects with this body to a user.
  static List<Notice> told(List<Effect> effects, Notice.BodyCase body, ByteString user) {
    return effects.stream()
        .filter(Effect.Told.class::isInstance)
        .map(it -> ((Effect.Told) it).notice())
        .filter(it -> it.getBodyCase() == body && it.getUser().equals(user))
        .toList();
  }
}
