package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.router.SimulatedRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// One partition of the router with its offsets: at least once, begun again from what was
/// committed. It reads records of open and aborted transactions as well. An instance that was taken
/// over from goes on writing for a while.
final class Routing {
  private final Log log;
  private final Mistake mistake;
  private final int partition;
  private final Set<List<Object>> seen = new HashSet<>();
  private final List<Instance> zombies = new ArrayList<>();
  private Places committed = new Places(0, 0, 0, 0);
  private Instance present;

  /// How far each topic is read.
  private record Places(long inbox, long sessions, long notices, long bigMembers) {}

  Routing(Log log, Mistake mistake, int partition) {
    this.log = log;
    this.mistake = mistake;
    this.partition = partition;
    present = new Instance();
  }

  boolean inbox() {
    return present.inbox();
  }

  boolean session() {
    return present.session();
  }

  boolean notice() {
    return present.notice();
  }

  boolean bigMember() {
    return present.bigMember();
  }

  void commit() {
    committed = present.places();
  }

  void crash() {
    present = new Instance();
  }

  /// The group has given the partition away, and the old owner does not know it yet.
  void takeOver() {
    zombies.add(present);
    crash();
  }

  void zombieRoutes(int which) {
    if (!zombies.isEmpty()) {
      var zombie = zombies.getFirst();
      var _ =
          switch (which % 4) {
            case 0 -> zombie.session();
            case 1 -> zombie.bigMember();
            default -> zombie.inbox();
          };
    }
  }

  /// Its commit is refused, and so it learns that it is none any more.
  void zombieEnds() {
    if (!zombies.isEmpty()) {
      var zombie = zombies.removeFirst();
      if (mistake == Mistake.ROUTER_ZOMBIE_COMMITS) {
        committed = zombie.places();
      }
    }
  }

  void endZombies() {
    while (!zombies.isEmpty()) {
      zombieEnds();
    }
  }

  private final class Instance {
    private final SimulatedRoute route;
    private long inbox;
    private long sessions;
    private long notices;
    private long bigMembers;

    Instance() {
      boolean skips = mistake == Mistake.ROUTER_STARTS_AT_END;
      inbox = skips ? log.inbox.get(partition).end() : committed.inbox();
      sessions = committed.sessions();
      notices = committed.notices();
      bigMembers = committed.bigMembers();
      route = new SimulatedRoute(partition, position(inbox));
      if (mistake != Mistake.ROUTER_FORGETS_SESSIONS) {
        restoreSessions();
      }
      if (mistake != Mistake.ROUTER_FORGETS_BIG_MEMBERS) {
        restoreBigMembers();
      }
    }

    private Position position(long offset) {
      return Position.newBuilder().setGeneration(1).setOffset(offset).setTime(log.now).build();
    }

    private void restoreSessions() {
      var restored = new LinkedHashMap<ByteString, SessionRecord>();
      for (var entry : log.sessions.get(partition).committed(0, sessions)) {
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

    /// The last of each, whatever became of its transaction, and all there is: what it begins with
    /// in `inbox` may presuppose what was not read yet of the memberships.
    private void restoreBigMembers() {
      var restored = new LinkedHashMap<ByteString, BigMember>();
      var topic = log.bigMembers.get(partition);
      boolean partly = mistake == Mistake.BIG_MEMBERS_RESTORED_TO_COMMIT;
      long end = partly ? bigMembers : topic.end();
      for (long offset = 0; offset < end; offset++) {
        var member = topic.at(offset).value();
        if (member != null) {
          restored.put(member.getConversation().concat(member.getUser()), member);
        }
      }
      restored.values().forEach(route::restore);
    }

    Places places() {
      boolean ahead = mistake == Mistake.ROUTER_COMMITS_AHEAD;
      long reached = ahead ? log.inbox.get(partition).end() : inbox;
      return new Places(reached, sessions, notices, bigMembers);
    }

    boolean inbox() {
      var topic = log.inbox.get(partition);
      if (inbox >= topic.end()) {
        return false;
      }
      var entry = topic.at(inbox++);
      var record = entry.value();
      if (record == null) {
        return true;
      }
      var event = record.getEvent();
      boolean repeated = !seen.add(List.of(event.getConversation(), event.getSeq()));
      boolean leftOut = mistake == Mistake.HIDDEN_LEFT_OUT && !event.getOnlyFor().isEmpty();
      boolean dropped = mistake == Mistake.ROUTER_DROPS_REPEATS && repeated;
      if (!dropped && !leftOut) {
        route.inbox(record, entry.offset(), entry.time()).forEach(Routing.this::deliver);
      }
      return true;
    }

    boolean session() {
      var topic = log.sessions.get(partition);
      if (sessions >= topic.end()) {
        return false;
      }
      var change = topic.at(sessions++).value();
      if (change != null) {
        var session = change.session();
        if (session == null) {
          route.ended(change.user(), change.id());
        } else {
          route.session(session).forEach(Routing.this::deliver);
        }
      }
      return true;
    }

    boolean notice() {
      var topic = log.notices.get(partition);
      if (notices >= topic.end()) {
        return false;
      }
      var notice = topic.at(notices++).value();
      if (notice != null) {
        route.notice(notice).forEach(Routing.this::deliver);
      }
      return true;
    }

    boolean bigMember() {
      var topic = log.bigMembers.get(partition);
      if (bigMembers >= topic.end()) {
        return false;
      }
      var member = topic.at(bigMembers++).value();
      if (member != null) {
        route.bigMember(member).forEach(Routing.this::deliver);
      }
      return true;
    }
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
}
