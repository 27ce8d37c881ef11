package dev.rivulet.sink.event;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.change.ChangeRows;
import dev.rivulet.sink.history.HistoryRows;
import dev.rivulet.sink.media.MediaRows;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.store.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to write for the events of one batch: rounds, each of which may begin when all rows of the
/// one before are stored.
///
/// The rule behind them: **what stands in `messages` has its membership stored**, so whoever reads
/// a page first and the intervals after never shows a seq to somebody who had left. So all changes
/// of membership go first, with the history of conversations in which nothing changes; the history
/// of the others follows. One round is the usual case.
record EventPlan(List<Round> rounds) {

  /// `complete` are the events of which everything is stored after this round.
  record Round(List<Row> rows, List<Event> complete) {}

  /// Events of one conversation in the order of their seqs.
  static EventPlan of(List<Event> events) {
    var first = new ArrayList<Row>();
    Set<ByteString> changing = new HashSet<>();
    for (Event event : events) {
      var rows = MembershipRows.of(event);
      if (!rows.isEmpty()) {
        changing.add(event.getConversation());
        first.addAll(rows);
      }
    }
    var steady = events.stream().filter(it -> !changing.contains(it.getConversation())).toList();
    var changed = events.stream().filter(it -> changing.contains(it.getConversation())).toList();
    first.addAll(history(steady));
    var rounds = new ArrayList<Round>();
    rounds.add(new Round(first, steady));
    if (!changed.isEmpty()) {
      rounds.add(new Round(history(changed), changed));
    }
    return new EventPlan(rounds);
  }

  /// One head for each conversation: the others would lose against it anyway.
  private static List<Row> history(List<Event> events) {
    var rows = new ArrayList<Row>();
    Map<ByteString, Event> newest = new LinkedHashMap<>();
    for (Event event : events) {
      rows.add(HistoryRows.message(event));
      rows.addAll(HistoryRows.beginning(event));
      rows.addAll(ChangeRows.of(event));
      rows.addAll(MediaRows.of(event));
      newest.merge(event.getConversation(), event, (a, b) -> a.getSeq() > b.getSeq() ? a : b);
    }
    newest.values().forEach(event -> rows.add(HistoryRows.head(event)));
    return rows;
  }
}
