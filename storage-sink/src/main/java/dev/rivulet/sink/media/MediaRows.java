package dev.rivulet.sink.media;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A message refers to the media that it carries until it is deleted.
///
/// A deletion names the media itself, so nothing is read. Both write the same cell at their own
/// seq: a deletion wins in whatever order they are stored, also against a repetition of its
/// message.
public final class MediaRows {
  static final RowKind REFERENCE =
      new RowKind(
          "media-references",
          "INSERT INTO media_references (media_id, conversation_id, seq, present)"
              + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
          1);
  static final RowKind RELEASED =
      new RowKind(
          "media-released",
          "INSERT INTO media_released (day, media_id, conversation_id, seq)"
              + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
          1);

  public static final List<RowKind> KINDS = List.of(REFERENCE, RELEASED);

  private MediaRows() {}

  /// Nothing for an event without media.
  public static List<Row> of(Event event) {
    return switch (event.getBodyCase()) {
      case MESSAGE -> carried(event);
      case MESSAGE_DELETED -> released(event);
      default -> List.of();
    };
  }

  private static List<Row> carried(Event event) {
    var conversation = Ids.uuid(event.getConversation());
    long seq = event.getSeq();
    return event.getMessage().getAttachmentsList().stream()
        .map(it -> Row.of(REFERENCE, Ids.uuid(it.getId()), conversation, seq, true, seq))
        .toList();
  }

  private static List<Row> released(Event event) {
    var conversation = Ids.uuid(event.getConversation());
    var deleted = event.getMessageDeleted();
    int day = (int) Duration.ofMillis(event.getTime()).toDays();
    var rows = new ArrayList<Row>();
    for (var id : deleted.getMediaList()) {
      var media = Ids.uuid(id);
      rows.add(Row.of(REFERENCE, media, conversation, deleted.getSeq(), false, event.getSeq()));
      rows.add(Row.of(RELEASED, day, media, conversation, deleted.getSeq(), event.getSeq()));
    }
    return rows;
  }
}
