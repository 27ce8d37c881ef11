package dev.rivulet.sink.consume;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads values, judging them by their own bytes alone: what is a value now is one at every replay.
public final class Records {
  private Records() {}

  public static Read<Event> event(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Read.Unreadable<>("no value");
    }
    try {
      return check(Event.parseFrom(bytes));
    } catch (InvalidProtocolBufferException notOne) {
      return new Read.Unreadable<>("not an Event");
    }
  }

  public static Read<InboxRecord> inbox(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Read.Unreadable<>("no value");
    }
    try {
      var record = InboxRecord.parseFrom(bytes);
      if (record.getRecipients().size() % Ids.BYTES != 0) {
        return new Read.Unreadable<>("recipients are not ids");
      }
      return switch (check(record.getEvent())) {
        case Read.Value<Event> good -> new Read.Value<>(record);
        case Read.Unreadable<Event> bad -> new Read.Unreadable<>(bad.reason());
      };
    } catch (InvalidProtocolBufferException notOne) {
      return new Read.Unreadable<>("not an InboxRecord");
    }
  }

  public static Read<ReceiptStatus> receiptStatus(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Read.Unreadable<>("no value");
    }
    try {
      var status = ReceiptStatus.parseFrom(bytes);
      return isId(status.getConversation()) && isId(status.getUser())
          ? new Read.Value<>(status)
          : new Read.Unreadable<>("conversation or user is not an id");
    } catch (InvalidProtocolBufferException notOne) {
      return new Read.Unreadable<>("not a ReceiptStatus");
    }
  }

  private static Read<Event> check(Event event) {
    if (event.getSeq() < 1) {
      return new Read.Unreadable<>("seq " + event.getSeq());
    }
    if (!isId(event.getConversation()) || !isId(event.getUser())) {
      return new Read.Unreadable<>("conversation or user is not an id");
    }
    if (!event.getDevice().isEmpty() && !isId(event.getDevice())) {
      return new Read.Unreadable<>("device is not an id");
    }
    return users(event).stream().allMatch(Records::isId)
        ? new Read.Value<>(event)
        : new Read.Unreadable<>("a member is not an id");
  }

  private static List<ByteString> users(Event event) {
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> event.getDirectOpened().getMembersList();
      case GROUP_CREATED -> event.getGroupCreated().getMembersList();
      case MEMBERS_ADDED -> event.getMembersAdded().getUsersList();
      case MEMBERS_REMOVED -> event.getMembersRemoved().getUsersList();
      case ROLE_CHANGED -> List.of(event.getRoleChanged().getUser());
      case MEMBER_LEFT,
          MESSAGE,
          MESSAGE_EDITED,
          MESSAGE_DELETED,
          REACTED,
          GROUP_CHANGED,
          GROUP_CLOSED,
          MUTED,
          BLOCKED,
          BODY_NOT_SET ->
          List.of();
    };
  }

  private static boolean isId(ByteString bytes) {
    return bytes.size() == Ids.BYTES;
  }
}
