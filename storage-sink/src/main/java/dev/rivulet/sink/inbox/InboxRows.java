package dev.rivulet.sink.inbox;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.membership.MembershipChange;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One row per recipient of an inbox record. Keyed by the record's place and written with the
/// broker's time as timestamp, which is the same at every replay and lets old windows of the table
/// be dropped whole.
///
/// A big conversation's events are not copied: they are read from its history (see [BigHeadRows]).
/// Whom such an event lets in or out, or whom alone it concerns, still gets a row.
public final class InboxRows {
  static final RowKind INBOX =
      new RowKind(
          "inbox",
          "INSERT INTO inbox (user_id, day, generation, offset, conversation_id, seq, event)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?",
          2);

  public static final List<RowKind> KINDS = List.of(INBOX);

  /// Where a record lies and when the broker took it (milliseconds).
  public record Place(int generation, int partition, long offset, long time) {
    /// Days since 1970-01-01 UTC.
    int day() {
      return Math.toIntExact(TimeUnit.MILLISECONDS.toDays(time));
    }

    long timestamp() {
      return TimeUnit.MILLISECONDS.toMicros(time);
    }
  }

  private InboxRows() {}

  public static List<Row> of(InboxRecord record, Place place) {
    var event = record.getEvent();
    var bytes = event.toByteString().asReadOnlyByteBuffer();
    var conversation = Ids.uuid(event.getConversation());
    var rows = new ArrayList<Row>();
    for (ByteString recipient : recipients(record)) {
      rows.add(
          Row.of(
              INBOX,
              Ids.uuid(recipient),
              place.day(),
              place.generation(),
              place.offset(),
              conversation,
              event.getSeq(),
              bytes,
              place.timestamp()));
    }
    return rows;
  }

  /// Those whom the record names.
  static List<ByteString> named(InboxRecord record) {
    var all = new ArrayList<ByteString>();
    var joined = record.getRecipients();
    for (int at = 0; at < joined.size(); at += Ids.BYTES) {
      all.add(joined.substring(at, at + Ids.BYTES));
    }
    return all;
  }

  private static List<ByteString> recipients(InboxRecord record) {
    var all = named(record);
    if (!record.getEvent().getBig() || !record.getEvent().getOnlyFor().isEmpty()) {
      return all;
    }
    var change = MembershipChange.of(record.getEvent());
    Set<ByteString> concerned = new HashSet<>(change.joined());
    concerned.addAll(change.left());
    all.removeIf(user -> !concerned.contains(user));
    return all;
  }
}
