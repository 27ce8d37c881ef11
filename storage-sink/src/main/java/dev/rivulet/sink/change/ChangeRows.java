package dev.rivulet.sink.change;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The result of a change, beside the row that keeps the change itself: on the message it names, or
/// on the head of its group. Each column is written at the seq of the change, so the newest wins in
/// whatever order they are written, and nothing is read before.
///
/// The row of a message may be made by its edit, when the message itself is not stored yet.
public final class ChangeRows {
  static final RowKind EDITED =
      new RowKind(
          "messages-edited",
          "INSERT INTO messages (conversation_id, bucket, seq, edit) VALUES (?, ?, ?, ?)"
              + " USING TIMESTAMP ?",
          2);
  static final RowKind DELETED =
      new RowKind(
          "messages-deleted",
          "INSERT INTO messages (conversation_id, bucket, seq, deleted) VALUES (?, ?, ?, ?)"
              + " USING TIMESTAMP ?",
          2);
  static final RowKind REACTED =
      new RowKind(
          "reactions",
          "INSERT INTO reactions"
              + " (conversation_id, bucket, seq, emoji, user_id, present, hidden_from)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
          2);
  static final RowKind NAMED =
      new RowKind(
          "heads-name",
          "INSERT INTO heads (conversation_id, name) VALUES (?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind PICTURED =
      new RowKind(
          "heads-picture",
          "INSERT INTO heads (conversation_id, picture) VALUES (?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind OPENED_UP =
      new RowKind(
          "heads-history",
          "INSERT INTO heads (conversation_id, from_the_start) VALUES (?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind CLOSED =
      new RowKind(
          "heads-closed",
          "INSERT INTO heads (conversation_id, closed) VALUES (?, true) USING TIMESTAMP ?",
          1);

  public static final List<RowKind> KINDS =
      List.of(EDITED, DELETED, REACTED, NAMED, PICTURED, OPENED_UP, CLOSED);

  private ChangeRows() {}

  /// Nothing for an event that changes neither a message nor a group.
  public static List<Row> of(Event event) {
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    return switch (event.getBodyCase()) {
      case MESSAGE_EDITED -> {
        long target = event.getMessageEdited().getSeq();
        var bytes = event.toByteString().asReadOnlyByteBuffer();
        yield List.of(Row.of(EDITED, conversation, bucket(target), target, bytes, seq));
      }
      case MESSAGE_DELETED -> {
        long target = event.getMessageDeleted().getSeq();
        yield List.of(Row.of(DELETED, conversation, bucket(target), target, seq, seq));
      }
      case REACTED -> List.of(reaction(event));
      case GROUP_CHANGED -> group(event, event.getGroupChanged());
      case GROUP_CLOSED -> List.of(Row.of(CLOSED, conversation, seq));
      default -> List.of();
    };
  }

  private static Row reaction(Event event) {
    var reacted = event.getReacted();
    return Row.of(
        REACTED,
        Ids.uuid(event.getConversation()),
        bucket(reacted.getSeq()),
        reacted.getSeq(),
        reacted.getEmoji(),
        Ids.uuid(event.getUser()),
        !reacted.getRemoved(),
        bytes(event.getHiddenFrom()),
        event.getSeq());
  }

  private static List<Row> group(Event event, GroupChanged changed) {
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    var rows = new ArrayList<Row>();
    if (changed.hasName()) {
      rows.add(Row.of(NAMED, conversation, changed.getName(), seq));
    }
    if (changed.hasPicture()) {
      rows.add(Row.of(PICTURED, conversation, bytes(changed.getPicture()), seq));
    }
    if (changed.hasHistory()) {
      boolean fromTheStart = changed.getHistory() == HistoryVisibility.FROM_THE_START;
      rows.add(Row.of(OPENED_UP, conversation, fromTheStart, seq));
    }
    return rows;
  }

  private static ByteBuffer bytes(ByteString value) {
    return value.asReadOnlyByteBuffer();
  }

  private static long bucket(long seq) {
    return seq / Bounds.SEQS_PER_BUCKET;
  }
}
