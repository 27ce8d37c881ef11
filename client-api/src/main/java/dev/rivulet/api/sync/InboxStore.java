package dev.rivulet.api.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What storage-sink has stored of inboxes.
public interface InboxStore {
  /// The next offset of an inbox partition of which everything earlier is stored; 0 when nothing is
  /// known.
  long progress(int partition, int generation);

  /// The heads that a partition keeps of those of the conversations that are big.
  Map<UUID, BigHead> bigHeads(int partition, int generation, Collection<UUID> conversations);

  /// A user's rows of one day with `from` <= offset < `to`, in order: at most `limit`, and fewer
  /// rather than hold too many bytes, but at least one if there is one.
  Day rows(UUID user, int day, Offsets offsets, int limit);

  /// Offsets of one making of the topic.
  record Offsets(int generation, long from, long to) {}

  /// `cut`: there may be more.
  record Day(List<InboxRow> rows, boolean cut) {
    public Day {
      rows = List.copyOf(rows);
    }
  }
}
