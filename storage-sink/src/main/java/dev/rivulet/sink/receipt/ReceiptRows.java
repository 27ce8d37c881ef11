package dev.rivulet.sink.receipt;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.sink.store.Row;
import dev.rivulet.sink.store.RowKind;
import java.util.ArrayList;
import java.util.List;

/// A member's watermarks, each column written with its own value as timestamp: whatever comes late
/// or again, none goes back. (`own_read_count` belongs to `own_read` and has its timestamp.)
public final class ReceiptRows {
  static final RowKind DELIVERED = watermark("delivered");
  static final RowKind READ = watermark("read");
  static final RowKind OWN_READ =
      new RowKind(
          "receipts.own_read",
          "INSERT INTO receipts (conversation_id, user_id, own_read, own_read_count)"
              + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?",
          1);

  public static final List<RowKind> KINDS = List.of(DELIVERED, READ, OWN_READ);

  private ReceiptRows() {}

  private static RowKind watermark(String column) {
    return new RowKind(
        "receipts." + column,
        "INSERT INTO receipts (conversation_id, user_id, %s) VALUES (?, ?, ?) USING TIMESTAMP ?"
            .formatted(column),
        1);
  }

  /// A watermark of 0 says nothing and is no row.
  static List<Row> of(ReceiptStatus status) {
    var conversation = Ids.uuid(status.getConversation());
    var user = Ids.uuid(status.getUser());
    long delivered = status.getDelivered();
    long read = status.getRead();
    long ownRead = status.getOwnRead();
    var rows = new ArrayList<Row>();
    if (delivered > 0) {
      rows.add(Row.of(DELIVERED, conversation, user, delivered, delivered));
    }
    if (read > 0) {
      rows.add(Row.of(READ, conversation, user, read, read));
    }
    if (ownRead > 0) {
      long count = status.getOwnReadCount();
      rows.add(Row.of(OWN_READ, conversation, user, ownRead, count, ownRead));
    }
    return rows;
  }
}
