package dev.rivulet.sink.inbox;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an inbox partition keeps of big conversations: of each the place and the seq of its newest
/// event, so that sync can say that there is something to read. Written with the offset as
/// timestamp: an older record never replaces a newer one.
public final class BigHeadRows {
  static final RowKind BIG_HEAD =
      new RowKind(
          "big_heads",
          "INSERT INTO big_heads (inbox_partition, generation, conversation_id, offset, seq)"
              + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
          2);

  public static final List<RowKind> KINDS = List.of(BIG_HEAD);

  private record Key(int partition, ByteString conversation) {}

  private final Map<Key, Row> rows = new LinkedHashMap<>();

  /// To be called in the order of the offsets of each partition: one row for each conversation is
  /// enough, the others would lose against it.
  public void add(InboxRecord record, InboxRows.Place place) {
    Event event = record.getEvent();
    // What one person alone sees is a row of his own, unless the record is for all.
    boolean own = !event.getOnlyFor().isEmpty() && !record.getByMembership();
    if (!event.getBig() || own) {
      return;
    }
    rows.put(
        new Key(place.partition(), event.getConversation()),
        Row.of(
            BIG_HEAD,
            place.partition(),
            place.generation(),
            Ids.uuid(event.getConversation()),
            place.offset(),
            event.getSeq(),
            place.offset()));
  }

  public List<Row> rows() {
    return List.copyOf(rows.values());
  }
}
