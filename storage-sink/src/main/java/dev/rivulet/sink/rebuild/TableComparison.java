package dev.rivulet.sink.rebuild;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rivulet.sink.store.Cassandra;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Compares a table as it was derived with the one that is there, cell by cell.
///
/// The services may go on writing. Each cell carries the seq that set it, so one that a later event
/// set is told from a wrong one: its seq is beyond the derived head, and not beyond the head there.
final class TableComparison {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int LOOKS_MAX = 10;

  private final Tables derived;
  private final Tables there;

  TableComparison(Tables derived, Tables there) {
    this.derived = derived;
    this.there = there;
  }

  Found compare(Table table) {
    var found = new Found();
    for (var partition : there.partitions(table)) {
      compare(table, partition, found);
    }
    for (var partition : derived.partitions(table)) {
      if (!there.has(table, partition)) {
        found.different(place(table, partition, List.of()) + " is derived, but is not there");
      }
    }
    return found;
  }

  private void compare(Table table, List<Object> partition, Found found) {
    var mine = derived.rows(table, partition);
    var theirs = there.rows(table, partition);
    mine.forEach(
        (key, row) -> {
          var other = theirs.remove(key);
          if (other == null) {
            found.different(place(table, partition, key) + " is derived, but is not there");
          } else {
            compare(table, place(table, partition, key), row, other, found);
          }
        });
    theirs.forEach((key, row) -> onlyThere(table, place(table, partition, key), row, found));
  }

  private void compare(Table table, String place, Row mine, Row theirs, Found found) {
    for (var cell : table.cells()) {
      if (!Objects.equals(mine.getObject(cell), theirs.getObject(cell)) && !newer(theirs, cell)) {
        found.different("%s: %s is not what is derived".formatted(place, cell));
        return;
      }
    }
    found.same();
  }

  private void onlyThere(Table table, String place, Row theirs, Found found) {
    var set = table.cells().stream().filter(cell -> !theirs.isNull(cell)).toList();
    if (set.isEmpty() || !set.stream().allMatch(cell -> newer(theirs, cell))) {
      found.different(place + " is there, but is not derived");
    }
  }

  /// Whether an event set this cell that came after what was derived.
  private boolean newer(Row theirs, String cell) {
    Object written = theirs.getObject(Table.written(cell));
    UUID conversation = theirs.getUuid("conversation_id");
    if (!(written instanceof Long seq)
        || conversation == null
        || seq <= derived.head(conversation)) {
      return false;
    }
    // The head may be stored a moment after the row.
    for (int look = 0; look < LOOKS_MAX; look++) {
      if (seq <= there.head(conversation)) {
        return true;
      }
      Cassandra.pause(LOOK_AGAIN);
    }
    return false;
  }

  private static String place(Table table, List<Object> partition, List<Object> key) {
    var parts = new ArrayList<String>();
    add(parts, table.partition(), partition);
    add(parts, table.clustering(), key);
    return table.name() + " (" + String.join(", ", parts) + ")";
  }

  private static void add(List<String> parts, List<String> names, List<@Nullable Object> values) {
    for (int i = 0; i < values.size(); i++) {
      // An emoji is what somebody wrote; the rest of the key finds the row.
      if (!names.get(i).equals("emoji")) {
        parts.add(names.get(i) + " " + values.get(i));
      }
    }
  }
}
