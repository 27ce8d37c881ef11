package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Attached;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.BigMembership;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.EventDelivery;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.Replaced;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.log.Writing;
import dev.rivulet.contracts.topic.MemberSpans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What one partition of the router does with a record, without Kafka Streams around it.
///
/// It holds the sessions and the next inbox offset. An attach is answered with that offset: from it
/// on everything arrives live, since every later inbox record is routed by this index or by one
/// that is built from the same topic.
final class Route {
  /// A delivery and the partition (slot) it goes to.
  record Routed(int slot, Delivery delivery) {}

  private static final int ID_BYTES = 16;

  private final int partition;
  private final BigMembers bigMembers = new BigMembers();
  private final SessionIndex sessions = new SessionIndex(new BigOnline());
  private Position position;

  Route(int partition, Position start) {
    this.partition = partition;
    this.position = start;
  }

  /// A session known from before: no attach, so no answer.
  void restore(SessionRecord session) {
    sessions.put(session);
  }

  /// A membership known from before; its sessions were told when it began, or will be when the
  /// inbox record comes that says so: what is restored may be ahead of `inbox`.
  void restore(BigMember member) {
    var user = member.getUser();
    var spans = MemberSpans.of(member.getIntervalsList());
    bigMembers.learn(member.getConversation(), user, spans, sessions.of(user));
  }

  int sessions() {
    return sessions.size();
  }

  /// A membership of a big conversation. The inbox record of the event that changed it says the
  /// same before or after; sessions are told by this one only if it is news.
  ///
  /// After a restart events may have been routed already that this should have come before: then
  /// the sessions are told once more where they are, which makes their devices read what they
  /// missed.
  List<Routed> bigMember(BigMember member) {
    var conversation = member.getConversation();
    var user = member.getUser();
    boolean known = bigMembers.spans(conversation, user).lasts();
    var spans = MemberSpans.of(member.getIntervalsList());
    var online = sessions.of(user);
    var routed = new ArrayList<Routed>();
    if (bigMembers.learn(conversation, user, spans, online)) {
      routed.addAll(memberships(conversation, user));
    }
    boolean late = bigMembers.routed(conversation, member.getSeq());
    if (late && !known && bigMembers.spans(conversation, user).lasts()) {
      online.forEach(session -> routed.add(attached(session)));
    }
    return routed;
  }

  /// Tells the user's sessions what he is in a conversation.
  private List<Routed> memberships(ByteString conversation, ByteString user) {
    var spans = bigMembers.spans(conversation, user);
    return sessions.of(user).stream()
        .map(session -> membership(session, conversation, spans))
        .toList();
  }

  List<Routed> session(SessionRecord session) {
    var routed = new ArrayList<Routed>();
    var lost = sessions.put(session);
    lost.ifPresent(loser -> routed.add(replaced(loser)));
    boolean lives = lost.isEmpty() || !lost.get().getSession().equals(session.getSession());
    if (lives && !session.getRefreshed()) {
      bigMembers
          .of(session.getUser())
          .forEach((conversation, spans) -> routed.add(membership(session, conversation, spans)));
      routed.add(attached(session));
    }
    return routed;
  }

  void sessionEnded(ByteString user, ByteString session) {
    sessions.remove(user, session);
  }

  /// `time` is the broker's append time of the record.
  List<Routed> inbox(InboxRecord record, long offset, long time) {
    position = position.toBuilder().setOffset(offset + 1).setTime(time).build();
    return record.getByMembership() ? big(record) : named(record);
  }

  /// By the list of recipients.
  private List<Routed> named(InboxRecord record) {
    var targets = new Targets();
    var recipients = record.getRecipients();
    for (int from = 0; from < recipients.size(); from += ID_BYTES) {
      targets.add(sessions.of(recipients.substring(from, from + ID_BYTES)));
    }
    var event = EventDelivery.newBuilder().setEvent(record.getEvent()).setPosition(position);
    return targets.routed((delivery, ids) -> delivery.setEvent(event.clone().setSessions(ids)));
  }

  /// By what is known of the members, after what the event itself says of them. Whom it names is
  /// told whether or not that is news: after a restart it may be known from `big-members` already,
  /// while nobody has told the gateways.
  private List<Routed> big(InboxRecord record) {
    var event = record.getEvent();
    var conversation = event.getConversation();
    var parting = parting(event);
    var routed = new ArrayList<Routed>();
    var recipients = record.getRecipients();
    for (int from = 0; from < recipients.size(); from += ID_BYTES) {
      var user = recipients.substring(from, from + ID_BYTES);
      var spans = MemberSpans.joined(event.getSeq());
      if (parting.contains(user)) {
        spans = spans.and(MemberSpans.left(event.getSeq() + 1));
      }
      var _ = bigMembers.learn(conversation, user, spans, sessions.of(user));
      routed.addAll(memberships(conversation, user));
    }
    var delivered =
        EventDelivery.newBuilder().setEvent(event).setPosition(position).setByMembership(true);
    for (var target : bigMembers.route(conversation, event.getSeq())) {
      var delivery = delivery().setInstance(target.gateway().instance());
      delivery.setEvent(delivered.clone().setSessions(target.session()));
      routed.add(new Routed(target.gateway().slot(), delivery.build()));
    }
    return routed;
  }

  /// Those for whom this event is the last.
  private static Set<ByteString> parting(Event event) {
    return switch (event.getBodyCase()) {
      case MEMBERS_REMOVED -> Set.copyOf(event.getMembersRemoved().getUsersList());
      case MEMBER_LEFT -> Set.of(event.getUser());
      default -> Set.of();
    };
  }

  List<Routed> notice(Notice notice) {
    if (notice.hasWriting()) {
      return writing(notice.getWriting());
    }
    var targets = new Targets();
    targets.add(
        notice.getDevice().isEmpty()
            ? sessions.of(notice.getUser())
            : sessions.of(notice.getUser(), notice.getDevice()));
    return targets.routed(
        (delivery, ids) ->
            delivery.setNotice(NoticeDelivery.newBuilder().setNotice(notice).setSessions(ids)));
  }

  /// For several users at once; whom else it is for is no gateway's business.
  private List<Routed> writing(Writing writing) {
    var targets = new Targets();
    var recipients = writing.getRecipients();
    for (int from = 0; from + ID_BYTES <= recipients.size(); from += ID_BYTES) {
      targets.add(sessions.of(recipients.substring(from, from + ID_BYTES)));
    }
    var notice = Notice.newBuilder().setWriting(writing.toBuilder().clearRecipients());
    return targets.routed(
        (delivery, ids) ->
            delivery.setNotice(NoticeDelivery.newBuilder().setNotice(notice).setSessions(ids)));
  }

  private Routed attached(SessionRecord session) {
    var attached =
        Attached.newBuilder()
            .setUser(session.getUser())
            .setSession(session.getSession())
            .setPosition(position);
    return to(session, delivery().setAttached(attached));
  }

  private Routed membership(SessionRecord session, ByteString conversation, MemberSpans spans) {
    var membership =
        BigMembership.newBuilder()
            .setUser(session.getUser())
            .setSession(session.getSession())
            .setConversation(conversation)
            .addAllIntervals(spans.intervals());
    return to(session, delivery().setBigMembership(membership));
  }

  private Routed replaced(SessionRecord loser) {
    var replaced = Replaced.newBuilder().setUser(loser.getUser()).setSession(loser.getSession());
    return to(loser, delivery().setReplaced(replaced));
  }

  private Routed to(SessionRecord session, Delivery.Builder delivery) {
    return new Routed(session.getSlot(), delivery.setInstance(session.getInstance()).build());
  }

  private Delivery.Builder delivery() {
    return Delivery.newBuilder().setInboxPartition(partition);
  }

  private final class BigOnline implements SessionIndex.Listener {
    @Override
    public void online(SessionRecord session) {
      bigMembers.online(session);
    }

    @Override
    public void offline(SessionRecord session) {
      bigMembers.offline(session);
    }
  }

  /// The gateway processes that something goes to, each with its sessions.
  private final class Targets {
    interface Body {
      void set(Delivery.Builder delivery, ByteString sessionIds);
    }

    private final TreeMap<Gateway, ByteString.Output> byGateway = new TreeMap<>();

    void add(Collection<SessionRecord> found) {
      for (var session : found) {
        var ids = byGateway.computeIfAbsent(Gateway.of(session), _ -> ByteString.newOutput(64));
        write(ids, session.getUser());
        write(ids, session.getSession());
      }
    }

    List<Routed> routed(Body body) {
      var routed = new ArrayList<Routed>(byGateway.size());
      byGateway.forEach(
          (gateway, ids) -> {
            var delivery = delivery().setInstance(gateway.instance());
            body.set(delivery, ids.toByteString());
            routed.add(new Routed(gateway.slot(), delivery.build()));
          });
      return routed;
    }

    private static void write(ByteString.Output ids, ByteString id) {
      ids.write(id.toByteArray(), 0, id.size());
    }
  }
}
