package dev.rivulet.sink.membership;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Event;
import java.util.List;

/// Whom an event lets in or out; the same for both tables and for the inbox.
public record MembershipChange(List<ByteString> joined, List<ByteString> left) {
  private static final MembershipChange NONE = new MembershipChange(List.of(), List.of());

  public MembershipChange {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }

  public static MembershipChange of(Event event) {
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> joining(event.getDirectOpened().getMembersList());
      case GROUP_CREATED -> joining(event.getGroupCreated().getMembersList());
      case MEMBERS_ADDED -> joining(event.getMembersAdded().getUsersList());
      case MEMBERS_REMOVED -> leaving(event.getMembersRemoved().getUsersList());
      case MEMBER_LEFT -> leaving(List.of(event.getUser()));
      case MESSAGE,
          MESSAGE_EDITED,
          MESSAGE_DELETED,
          REACTED,
          GROUP_CHANGED,
          ROLE_CHANGED,
          GROUP_CLOSED,
          MUTED,
          BLOCKED,
          BODY_NOT_SET ->
          NONE;
    };
  }

  private static MembershipChange joining(List<ByteString> users) {
    return new MembershipChange(users, List.of());
  }

  private static MembershipChange leaving(List<ByteString> users) {
    return new MembershipChange(List.of(), users);
  }

  public int size() {
    return joined.size() + left.size();
  }
}
