package dev.rivulet.sink.membership;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.RoleChanged;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// What an event changes in who belongs where.
///
/// `members` keeps every change under its seq, so no row depends on another; a change of role is a
/// joining of somebody who is a member already. The user's own list keeps the newest interval and
/// what he set for himself: joining writes the interval and the role, any other change its own
/// column alone, and per column the higher seq wins, so the order of writes does not matter there
/// either.
public final class MembershipRows {
  public static final byte MEMBER = 0;
  public static final byte OWNER = 1;
  public static final byte ADMIN = 2;

  static final RowKind JOINED =
      new RowKind(
          "members-joined",
          "INSERT INTO members (conversation_id, user_id, seq, joined, role, visible_from)"
              + " VALUES (?, ?, ?, true, ?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind LEFT =
      new RowKind(
          "members-left",
          "INSERT INTO members (conversation_id, user_id, seq, joined)"
              + " VALUES (?, ?, ?, false) USING TIMESTAMP ?",
          1);
  static final RowKind USER_JOINED =
      new RowKind(
          "conversations-joined",
          "INSERT INTO conversations_by_user"
              + " (user_id, conversation_id, visible_from, left_at, role)"
              + " VALUES (?, ?, ?, 0, ?) USING TIMESTAMP ?",
          1);
  static final RowKind USER_LEFT =
      new RowKind(
          "conversations-left",
          "INSERT INTO conversations_by_user (user_id, conversation_id, left_at)"
              + " VALUES (?, ?, ?) USING TIMESTAMP ?",
          1);

  static final RowKind USER_ROLE =
      new RowKind(
          "conversations-role",
          "INSERT INTO conversations_by_user (user_id, conversation_id, role)"
              + " VALUES (?, ?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind USER_MUTED =
      new RowKind(
          "conversations-muted",
          "INSERT INTO conversations_by_user (user_id, conversation_id, muted)"
              + " VALUES (?, ?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind USER_BLOCKED =
      new RowKind(
          "conversations-blocked",
          "INSERT INTO conversations_by_user (user_id, conversation_id, blocked)"
              + " VALUES (?, ?, ?) USING TIMESTAMP ?",
          1);

  public static final List<RowKind> KINDS =
      List.of(JOINED, LEFT, USER_JOINED, USER_LEFT, USER_ROLE, USER_MUTED, USER_BLOCKED);

  private MembershipRows() {}

  /// Whether there are any of an event.
  public static boolean changes(Event event) {
    return switch (event.getBodyCase()) {
      case ROLE_CHANGED, MUTED, BLOCKED -> true;
      default -> MembershipChange.of(event).size() > 0;
    };
  }

  public static List<Row> of(Event event) {
    return of(event, _ -> true);
  }

  /// Of what lets people in or out, only the rows of some.
  public static List<Row> of(Event event, Predicate<ByteString> whose) {
    var user = Ids.uuid(event.getUser());
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    return switch (event.getBodyCase()) {
      case ROLE_CHANGED -> role(event, event.getRoleChanged());
      case MUTED ->
          List.of(Row.of(USER_MUTED, user, conversation, event.getMuted().getMuted(), seq));
      case BLOCKED ->
          List.of(Row.of(USER_BLOCKED, user, conversation, event.getBlocked().getBlocked(), seq));
      default -> intervals(event, whose);
    };
  }

  private static List<Row> role(Event event, RoleChanged changed) {
    var user = Ids.uuid(changed.getUser());
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    byte role =
        switch (changed.getRole()) {
          case OWNER -> OWNER;
          case ADMIN -> ADMIN;
          case MEMBER, UNRECOGNIZED -> MEMBER;
        };
    return List.of(
        Row.of(JOINED, conversation, user, seq, role, 0L, seq),
        Row.of(USER_ROLE, user, conversation, role, seq));
  }

  private static List<Row> intervals(Event event, Predicate<ByteString> whose) {
    var change = MembershipChange.of(event);
    var rows = new ArrayList<Row>(2 * change.size());
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    long given = event.getMembersAdded().getVisibleFrom();
    long from = given == 0 ? seq : given;
    for (ByteString bytes : change.joined()) {
      if (!whose.test(bytes)) {
        continue;
      }
      var user = Ids.uuid(bytes);
      byte role = role(event, bytes);
      rows.add(Row.of(JOINED, conversation, user, seq, role, given, seq));
      rows.add(Row.of(USER_JOINED, user, conversation, from, role, seq));
    }
    for (ByteString bytes : change.left()) {
      if (!whose.test(bytes)) {
        continue;
      }
      UUID user = Ids.uuid(bytes);
      rows.add(Row.of(LEFT, conversation, user, seq, seq));
      rows.add(Row.of(USER_LEFT, user, conversation, seq + 1, seq));
    }
    return rows;
  }

  private static byte role(Event event, ByteString user) {
    return event.hasGroupCreated() && event.getGroupCreated().getOwner().equals(user)
        ? OWNER
        : MEMBER;
  }
}
