package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.router.SimulatedRoute;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/// A router's task with its offsets: at least once, begun again from what was committed. It reads
/// records of open and aborted transactions as well.
final class Routing {
  private final Log log;
  private final Mistake mistake;
  private final Set<Long> seen = new HashSet<>();
  private SimulatedRoute route;
  private long inboxPosition;
  private long sessionPosition;
  private long noticePosition;
  private long committedInbox;
  private long committedSessions;
  private long committedNotices;

  Routing(Log log, Mistake mistake) {
    this.log = log;
    this.mistake = mistake;
    route = new SimulatedRoute(position(0));
  }

  private Position position(long offset) {
    return Position.newBuilder().setGeneration(1).setOffset(offset).setTime(log.now).build();
  }

  boolean inbox() {
    if (inboxPosition >= log.inbox.end()) {
      return false;
    }
    var entry = log.inbox.at(inboxPosition++);
    var record = entry.value();
    if (record == null) {
      return true;
    }
    long seq = record.getEvent().getSeq();
    if (!seen.add(seq) && mistake == Mistake.ROUTER_DROPS_REPEATS) {
      return true;
    }
    route.inbox(record, entry.offset(), entry.time()).forEach(this::deliver);
    return true;
  }

  boolean session() {
    if (sessionPosition >= log.sessions.end()) {
      return false;
    }
    var change = log.sessions.at(sessionPosition++).value();
    if (change != null) {
      var session = change.session();
      if (session == null) {
        route.ended(change.user(), change.id());
      } else {
        route.session(session).forEach(this::deliver);
      }
    }
    return true;
  }

  boolean notice() {
    if (noticePosition >= log.notices.end()) {
      return false;
    }
    var notice = log.notices.at(noticePosition++).value();
    if (notice != null) {
      route.notice(notice).forEach(this::deliver);
    }
    return true;
  }

  private void deliver(SimulatedRoute.Routed routed) {
    var delivery = routed.delivery();
    var sent = delivery;
    if (mistake == Mistake.ATTACH_CURSOR_TOO_LOW && delivery.hasAttached()) {
      var attached = delivery.getAttached().toBuilder();
      var place = attached.getPosition();
      attached.setPosition(place.toBuilder().setOffset(Math.max(0, place.getOffset() - 1)));
      sent = delivery.toBuilder().setAttached(attached).build();
    }
    log.deliveries.get(routed.slot()).append(sent, null, log.now);
  }

  void commit() {
    committedInbox = inboxPosition;
    committedSessions = sessionPosition;
    committedNotices = noticePosition;
    if (mistake == Mistake.ROUTER_COMMITS_AHEAD) {
      committedInbox = log.inbox.end();
    }
  }

  void crash() {
    inboxPosition = mistake == Mistake.ROUTER_STARTS_AT_END ? log.inbox.end() : committedInbox;
    sessionPosition = committedSessions;
    noticePosition = committedNotices;
    route = new SimulatedRoute(position(inboxPosition));
    if (mistake == Mistake.ROUTER_FORGETS_SESSIONS) {
      return;
    }
    var restored = new LinkedHashMap<ByteString, SessionRecord>();
    for (var entry : log.sessions.committed(0, committedSessions)) {
      var change = entry.value();
      var session = change == null ? null : change.session();
      if (session != null) {
        restored.put(session.getSession(), session);
      } else if (change != null) {
        restored.remove(change.id());
      }
    }
    restored.values().forEach(route::restore);
  }
}
