package dev.rivulet.sink.inbox;

import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What to write for inbox records: rows that do not depend on each other.
public final class InboxPlan {
  /// A record and where it lies.
  public record Placed(InboxRecord record, InboxRows.Place place) {}

  private InboxPlan() {}

  /// In the order of the offsets of each partition.
  public static List<Row> of(List<Placed> records) {
    var rows = new ArrayList<Row>();
    var bigHeads = new BigHeadRows();
    records.forEach(it -> rows.addAll(InboxRows.of(it.record(), it.place())));
    records.forEach(it -> bigHeads.add(it.record(), it.place()));
    rows.addAll(bigHeads.rows());
    records.forEach(it -> rows.addAll(memberships(it.record())));
    return rows;
  }

  /// Sync tells a big conversation's head to those whom the tables call members, and is complete by
  /// this loop's progress: so this loop must have stored them, whatever the other is at. A member
  /// of a big conversation may have come while it was small, so all memberships are stored here.
  /// The rows are the same, so writing them twice changes nothing. Each partition answers for its
  /// own users; an addition of 500 people must not be stored once per partition.
  private static List<Row> memberships(InboxRecord record) {
    var event = record.getEvent();
    if (!MembershipRows.changes(event)) {
      return List.of();
    }
    return MembershipRows.of(event, Set.copyOf(InboxRows.named(record))::contains);
  }
}
