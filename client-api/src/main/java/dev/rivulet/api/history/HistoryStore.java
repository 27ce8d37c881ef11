package dev.rivulet.api.history;

import dev.rivulet.contracts.log.Event;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;

/// What storage-sink has stored of conversations.
public interface HistoryStore {
  /// Beginning with `from`; ends early rather than hold too many bytes.
  Slice ascending(UUID conversation, long from, long to);

  /// Beginning with `to`; ends early rather than hold too many bytes.
  Slice descending(UUID conversation, long from, long to);

  /// One event of each conversation that has it, by the seq given for it.
  Map<UUID, Event> events(Map<UUID, Long> seqs);

  /// Reactions to the messages `from` to `to`, those to the newest first and those taken back as
  /// well, until `more` says that it has enough.
  void reactions(UUID conversation, long from, long to, Predicate<Reaction> more);

  /// Those of the seqs that are deleted messages.
  Set<Long> deleted(UUID conversation, Collection<Long> seqs);

  /// The same for many conversations.
  Map<UUID, Set<Long>> deleted(Map<UUID, Set<Long>> seqs);

  Optional<Head> head(UUID conversation);

  Map<UUID, Head> heads(Collection<UUID> conversations);

  /// A user's changes, in the order of their seqs.
  List<MembershipChange> changes(UUID conversation, UUID user);

  /// Everybody's changes, each in the order of their seqs.
  SortedMap<UUID, List<MembershipChange>> changes(UUID conversation);
}
