package dev.rivulet.sink;

import dev.rivulet.sink.change.ChangeRows;
import dev.rivulet.sink.history.HistoryRows;
import dev.rivulet.sink.inbox.BigHeadRows;
import dev.rivulet.sink.inbox.InboxRows;
import dev.rivulet.sink.media.MediaRows;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.progress.Progress;
import dev.rivulet.sink.receipt.ReceiptRows;
import dev.rivulet.sink.store.RowKind;
import java.util.List;
import java.util.stream.Stream;

/// Everything the sink writes.
public final class RowKinds {
  public static final List<RowKind> ALL =
      Stream.of(
              HistoryRows.KINDS,
              ChangeRows.KINDS,
              MediaRows.KINDS,
              MembershipRows.KINDS,
              InboxRows.KINDS,
              BigHeadRows.KINDS,
              ReceiptRows.KINDS,
              Progress.KINDS)
          .flatMap(List::stream)
          .toList();

  private RowKinds() {}
}
