package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.MemberSpans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/// Who belongs to which big conversation, of the users of one inbox partition, and which gateways
/// have one of them online.
///
/// It follows every session and membership that comes and goes, so that an event finds its gateways
/// without a look at the members. What is known of a membership only grows (see [MemberSpans]): the
/// records it comes from may repeat and come late.
final class BigMembers {
  private final Map<ByteString, Map<ByteString, MemberSpans>> byUser = new HashMap<>();
  private final Map<ByteString, Conversation> conversations = new HashMap<>();

  private static final class Conversation {
    final Map<Gateway, Online> online = new TreeMap<>();
    long routed;
  }

  /// The members of one conversation at one gateway, each as user and session id.
  private static final class Online {
    final SequencedSet<ByteString> members = new LinkedHashSet<>();

    /// Online and members no more. Only an event that comes late, or the one that ended it, can
    /// still be for one of them: one before `formerUntil`.
    final SequencedSet<ByteString> former = new LinkedHashSet<>();

    long formerUntil;
  }

  /// Where an event goes, and one session that should be there.
  record Target(Gateway gateway, ByteString session) {}

  /// Adds what a record says of a membership.
  ///
  /// @param sessions the user's, now
  /// @return whether that is news
  boolean learn(
      ByteString conversation,
      ByteString user,
      MemberSpans spans,
      Collection<SessionRecord> sessions) {
    var known = byUser.computeIfAbsent(user, _ -> new HashMap<>());
    var before = known.getOrDefault(conversation, MemberSpans.NONE);
    var after = before.and(spans);
    if (after == before) {
      return false;
    }
    known.put(conversation, after);
    for (var session : sessions) {
      offline(conversation, session);
      online(conversation, after, session);
    }
    return true;
  }

  MemberSpans spans(ByteString conversation, ByteString user) {
    return of(user).getOrDefault(conversation, MemberSpans.NONE);
  }

  /// Everything that is known of a user, by conversation.
  Map<ByteString, MemberSpans> of(ByteString user) {
    return byUser.getOrDefault(user, Map.of());
  }

  void online(SessionRecord session) {
    of(session.getUser()).forEach((conversation, spans) -> online(conversation, spans, session));
  }

  void offline(SessionRecord session) {
    of(session.getUser()).keySet().forEach(conversation -> offline(conversation, session));
  }

  /// The gateways that may have somebody online for this event.
  List<Target> route(ByteString conversation, long seq) {
    var found = conversations.computeIfAbsent(conversation, _ -> new Conversation());
    found.routed = Math.max(found.routed, seq);
    var targets = new ArrayList<Target>();
    found.online.forEach(
        (gateway, online) -> {
          if (!online.members.isEmpty()) {
            targets.add(new Target(gateway, online.members.getFirst()));
          } else if (seq < online.formerUntil) {
            targets.add(new Target(gateway, online.former.getFirst()));
          }
        });
    return targets;
  }

  /// Whether this event or a later one was routed already.
  boolean routed(ByteString conversation, long seq) {
    var found = conversations.get(conversation);
    return found != null && found.routed >= seq;
  }

  private void online(ByteString conversation, MemberSpans spans, SessionRecord session) {
    var online =
        conversations
            .computeIfAbsent(conversation, _ -> new Conversation())
            .online
            .computeIfAbsent(Gateway.of(session), _ -> new Online());
    if (spans.lasts()) {
      online.members.add(id(session));
    } else {
      online.former.add(id(session));
      online.formerUntil = Math.max(online.formerUntil, spans.end());
    }
  }

  private void offline(ByteString conversation, SessionRecord session) {
    var found = conversations.get(conversation);
    var gateway = Gateway.of(session);
    var online = found == null ? null : found.online.get(gateway);
    if (found != null && online != null) {
      online.members.remove(id(session));
      online.former.remove(id(session));
      if (online.members.isEmpty() && online.former.isEmpty()) {
        found.online.remove(gateway);
      } else if (online.former.isEmpty()) {
        online.formerUntil = 0;
      }
    }
  }

  private static ByteString id(SessionRecord session) {
    return session.getUser().concat(session.getSession());
  }
}
