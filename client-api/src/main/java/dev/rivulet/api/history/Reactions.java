package dev.rivulet.api.history;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The reactions to the messages of a page, counted for one reader.
final class Reactions {
  /// Kinds of one message that are shown, the most frequent.
  static final int KINDS_MAX = 20;

  /// Reactions read for one page, those taken back as well: each is a row. Those beyond are not
  /// counted; newer messages come first.
  static final int ROWS_MAX = 20_000;

  private static final Comparator<ConversationEvent.Reaction> MOST_FREQUENT_FIRST =
      Comparator.comparingInt(ConversationEvent.Reaction::count)
          .reversed()
          .thenComparing(ConversationEvent.Reaction::emoji);

  private final UUID reader;
  private final Map<Long, List<Reaction>> bySeq = new HashMap<>();
  private int rows;

  Reactions(UUID reader) {
    this.reader = reader;
  }

  /// Whether more may be added.
  boolean add(Reaction reaction) {
    if (reaction.present()) {
      bySeq.computeIfAbsent(reaction.seq(), _ -> new ArrayList<>()).add(reaction);
    }
    rows++;
    return rows < ROWS_MAX;
  }

  /// Without those that the reader may not see.
  List<ConversationEvent.Reaction> of(long seq, Access access) {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Boolean> mine = new HashMap<>();
    for (Reaction reaction : bySeq.getOrDefault(seq, List.of())) {
      if (access.shows(reaction.change(), reaction.hiddenFrom())) {
        counts.merge(reaction.emoji(), 1, Integer::sum);
        mine.merge(reaction.emoji(), reaction.user().equals(reader), Boolean::logicalOr);
      }
    }
    return counts.entrySet().stream()
        .map(
            kind ->
                new ConversationEvent.Reaction(
                    kind.getKey(), kind.getValue(), mine.getOrDefault(kind.getKey(), false)))
        .sorted(MOST_FREQUENT_FIRST)
        .limit(KINDS_MAX)
        .toList();
  }
}
