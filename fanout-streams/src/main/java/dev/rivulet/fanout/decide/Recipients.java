package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.topic.Partitions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who must see an event, by inbox partition: ids sorted and concatenated, ready to be written.
///
/// The members of conversations that had news lately are kept in memory, since scanning the store
/// costs more than all the rest of a decision. What is kept is a copy of the state and must be
/// thrown away whenever the state may have gone back (see [#forgetAll]).
final class Recipients {
  private final ConversationState state;
  private final int partitions;
  private final long bytesMax;
  private final LinkedHashMap<ByteString, Map<Integer, ByteString>> kept =
      new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  Recipients(ConversationState state, int partitions, long bytesMax) {
    this.state = state;
    this.partitions = partitions;
    this.bytesMax = bytesMax;
  }

  /// Of topics that are partitioned by user.
  int partitions() {
    return partitions;
  }

  /// The members of an existing conversation.
  Map<Integer, ByteString> members(ByteString conversation) {
    var found = kept.get(conversation);
    if (found != null) {
      return found;
    }
    var members = new ArrayList<ByteString>();
    state.memberships(
        conversation,
        (user, membership) -> {
          if (ConversationState.active(membership)) {
            members.add(user);
          }
        });
    var grouped = grouped(members);
    keep(conversation, grouped);
    return grouped;
  }

  /// The members and those whom the event adds.
  Map<Integer, ByteString> membersAnd(ByteString conversation, List<ByteString> added) {
    var all = new ArrayList<>(added);
    all.addAll(single(members(conversation).values()));
    all.sort(ByteString.unsignedLexicographicalComparator());
    return grouped(all);
  }

  /// Without those whose ids stand in `hidden`, one after the other.
  Map<Integer, ByteString> without(Map<Integer, ByteString> grouped, ByteString hidden) {
    var left = new ArrayList<>(single(grouped.values()));
    left.removeAll(single(List.of(hidden)));
    left.sort(ByteString.unsignedLexicographicalComparator());
    return grouped(left);
  }

  private static List<ByteString> single(Collection<ByteString> concatenated) {
    var users = new ArrayList<ByteString>();
    for (var ids : concatenated) {
      for (int from = 0; from < ids.size(); from += 16) {
        users.add(ids.substring(from, from + 16));
      }
    }
    return users;
  }

  Map<Integer, ByteString> grouped(List<ByteString> sortedUsers) {
    var lists = new TreeMap<Integer, ByteString.Output>();
    for (var user : sortedUsers) {
      var output =
          lists.computeIfAbsent(Partitions.of(user, partitions), _ -> ByteString.newOutput());
      output.write(user.toByteArray(), 0, user.size());
    }
    var grouped = new TreeMap<Integer, ByteString>();
    lists.forEach((partition, output) -> grouped.put(partition, output.toByteString()));
    return grouped;
  }

  void forget(ByteString conversation) {
    var gone = kept.remove(conversation);
    if (gone != null) {
      keptBytes -= bytes(gone);
    }
  }

  void forgetAll() {
    kept.clear();
    keptBytes = 0;
  }

  private void keep(ByteString conversation, Map<Integer, ByteString> grouped) {
    kept.put(conversation, grouped);
    keptBytes += bytes(grouped);
    var eldest = kept.entrySet().iterator();
    while (keptBytes > bytesMax && eldest.hasNext()) {
      keptBytes -= bytes(eldest.next().getValue());
      eldest.remove();
    }
  }

  private static long bytes(Map<Integer, ByteString> grouped) {
    long bytes = 200;
    for (var ids : grouped.values()) {
      bytes += 100 + ids.size();
    }
    return bytes;
  }
}
