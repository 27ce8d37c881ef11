package dev.rivulet.sink.rebuild;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Compares what each inbox partition keeps of big conversations. Offsets are where a record
/// happened to lie, so the seqs are compared; one beyond the derived head came later.
final class BigHeadComparison {
  private static final String ROWS =
      "SELECT conversation_id, seq FROM big_heads WHERE inbox_partition = ? AND generation = ?";

  private final Side derived;
  private final Side there;

  /// A keyspace and the making of `inbox` that it was stored from.
  record Side(Tables tables, int generation) {
    private Map<UUID, Long> seqs(int partition) {
      var seqs = new HashMap<UUID, Long>();
      for (Row row : tables.query(ROWS, partition, generation)) {
        seqs.put(Objects.requireNonNull(row.getUuid("conversation_id")), row.getLong("seq"));
      }
      return seqs;
    }
  }

  BigHeadComparison(Side derived, Side there) {
    this.derived = derived;
    this.there = there;
  }

  Found compare(int partitions) {
    var found = new Found();
    for (int partition = 0; partition < partitions; partition++) {
      compare(partition, found);
    }
    return found;
  }

  private void compare(int partition, Found found) {
    var theirs = there.seqs(partition);
    derived
        .seqs(partition)
        .forEach(
            (conversation, seq) -> {
              Long other = theirs.remove(conversation);
              if (other == null) {
                found.different(place(partition, conversation) + " is derived, but is not there");
              } else if (other.equals(seq) || isLater(conversation, other)) {
                found.same();
              } else {
                found.different(place(partition, conversation) + ": seq is not what is derived");
              }
            });
    theirs.forEach(
        (conversation, seq) -> {
          if (!isLater(conversation, seq)) {
            found.different(place(partition, conversation) + " is there, but is not derived");
          }
        });
  }

  private boolean isLater(UUID conversation, long seq) {
    return seq > derived.tables().head(conversation);
  }

  private static String place(int partition, UUID conversation) {
    return "big_heads (inbox_partition %d, conversation_id %s)".formatted(partition, conversation);
  }
}
