package dev.rivulet.sink.history;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.util.List;

/// What history holds of an event. All writes use the seq as timestamp: an older head never
/// replaces a newer one, whatever comes last.
public final class HistoryRows {
  public static final byte DIRECT = 1;
  public static final byte GROUP = 2;

  static final RowKind MESSAGE =
      new RowKind(
          "messages",
          "INSERT INTO messages (conversation_id, bucket, seq, event) VALUES (?, ?, ?, ?)"
              + " USING TIMESTAMP ?",
          2);
  static final RowKind HEAD =
      new RowKind(
          "heads",
          "INSERT INTO heads (conversation_id, seq, count, time, members, big)"
              + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind DIRECT_HEAD =
      new RowKind(
          "heads-direct",
          "INSERT INTO heads (conversation_id, kind) VALUES (?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind GROUP_HEAD =
      new RowKind(
          "heads-group",
          "INSERT INTO heads (conversation_id, kind, name) VALUES (?, ?, ?) USING TIMESTAMP ?",
          1);

  public static final List<RowKind> KINDS = List.of(MESSAGE, HEAD, DIRECT_HEAD, GROUP_HEAD);

  private HistoryRows() {}

  public static Row message(Event event) {
    return Row.of(
        MESSAGE,
        Ids.uuid(event.getConversation()),
        event.getSeq() / Bounds.SEQS_PER_BUCKET,
        event.getSeq(),
        event.toByteString().asReadOnlyByteBuffer(),
        event.getSeq());
  }

  /// How far the conversation is after this event.
  public static Row head(Event event) {
    return Row.of(
        HEAD,
        Ids.uuid(event.getConversation()),
        event.getSeq(),
        event.getCount(),
        event.getTime(),
        event.getMembers(),
        event.getBig(),
        event.getSeq());
  }

  /// What stays as it was when the conversation began; nothing for other events.
  public static List<Row> beginning(Event event) {
    var conversation = Ids.uuid(event.getConversation());
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> List.of(Row.of(DIRECT_HEAD, conversation, DIRECT, event.getSeq()));
      case GROUP_CREATED -> {
        var name = event.getGroupCreated().getName();
        yield List.of(Row.of(GROUP_HEAD, conversation, GROUP, name, event.getSeq()));
      }
      default -> List.of();
    };
  }
}
