package dev.rivulet.gateway.session;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.topic.MemberSpans;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Which sessions of this process belong to which big conversation, as router told. What is known
/// of a session only grows, until the session is gone.
///
/// A delivery counts only for the users of the inbox partition it came from: of two partitions each
/// brings the event, and each tells of its own users alone.
final class BigMemberships {
  private final Map<Share, Map<Session, MemberSpans>> byShare = new ConcurrentHashMap<>();
  private final Map<Session, Set<Share>> bySession = new ConcurrentHashMap<>();

  private record Share(ByteString conversation, int inboxPartition) {}

  /// For the thread that reads deliveries.
  void learn(ByteString conversation, int inboxPartition, Session session, MemberSpans spans) {
    var share = new Share(conversation, inboxPartition);
    bySession.computeIfAbsent(session, _ -> ConcurrentHashMap.newKeySet()).add(share);
    byShare.compute(
        share,
        (_, members) -> {
          var present = members == null ? new ConcurrentHashMap<Session, MemberSpans>() : members;
          present.merge(session, spans, MemberSpans::and);
          return present;
        });
  }

  /// Calls back for each session whose user is a member at this seq.
  void forEach(ByteString conversation, int inboxPartition, long seq, Consumer<Session> action) {
    var members = byShare.get(new Share(conversation, inboxPartition));
    if (members != null) {
      members.forEach(
          (session, spans) -> {
            if (spans.contains(seq)) {
              action.accept(session);
            }
          });
    }
  }

  void forget(Session session) {
    var shares = bySession.remove(session);
    if (shares != null) {
      for (var share : shares) {
        byShare.computeIfPresent(
            share,
            (_, members) -> {
              members.remove(session);
              return members.isEmpty() ? null : members;
            });
      }
    }
  }

  int sessions() {
    return bySession.size();
  }
}
