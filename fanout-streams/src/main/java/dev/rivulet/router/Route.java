package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Attached;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.EventDelivery;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.Replaced;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
  private final SessionIndex sessions = new SessionIndex();
  private Position position;

  Route(int partition, Position start) {
    this.partition = partition;
    this.position = start;
  }

  /// A session known from before: no attach, so no answer.
  void restore(SessionRecord session) {
    sessions.put(session);
  }

  int sessions() {
    return sessions.size();
  }

  List<Routed> session(SessionRecord session) {
    var routed = new ArrayList<Routed>();
    var lost = sessions.put(session);
    lost.ifPresent(loser -> routed.add(replaced(loser)));
    boolean lives = lost.isEmpty() || !lost.get().getSession().equals(session.getSession());
    if (lives && !session.getRefreshed()) {
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
    var targets = new Targets();
    var recipients = record.getRecipients();
    for (int from = 0; from < recipients.size(); from += ID_BYTES) {
      targets.add(sessions.of(recipients.substring(from, from + ID_BYTES)));
    }
    var event = EventDelivery.newBuilder().setEvent(record.getEvent()).setPosition(position);
    return targets.routed((delivery, ids) -> delivery.setEvent(event.clone().setSessions(ids)));
  }

  List<Routed> notice(Notice notice) {
    var targets = new Targets();
    targets.add(
        notice.getDevice().isEmpty()
            ? sessions.of(notice.getUser())
            : sessions.of(notice.getUser(), notice.getDevice()));
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

  /// The gateway processes that something goes to, each with its sessions.
  private final class Targets {
    private record Gateway(int slot, ByteString instance) implements Comparable<Gateway> {
      @Override
      public int compareTo(Gateway other) {
        int bySlot = Integer.compare(slot, other.slot);
        return bySlot != 0
            ? bySlot
            : ByteString.unsignedLexicographicalComparator().compare(instance, other.instance);
      }
    }

    interface Body {
      void set(Delivery.Builder delivery, ByteString sessionIds);
    }

    private final TreeMap<Gateway, ByteString.Output> byGateway = new TreeMap<>();

    void add(Collection<SessionRecord> found) {
      for (var session : found) {
        var gateway = new Gateway(session.getSlot(), session.getInstance());
        var ids = byGateway.computeIfAbsent(gateway, _ -> ByteString.newOutput(64));
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
