package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.List;

/// Opens [Route] to the simulation.
public final class SimulatedRoute {
  private final Route route;

  /// A delivery and the slot that it goes to.
  public record Routed(int slot, Delivery delivery) {}

  public SimulatedRoute(int partition, Position start) {
    route = new Route(partition, start);
  }

  public void restore(SessionRecord session) {
    route.restore(session);
  }

  public void restore(BigMember member) {
    route.restore(member);
  }

  public List<Routed> bigMember(BigMember member) {
    return opened(route.bigMember(member));
  }

  public List<Routed> session(SessionRecord session) {
    return opened(route.session(session));
  }

  public void ended(ByteString user, ByteString session) {
    route.sessionEnded(user, session);
  }

  public List<Routed> inbox(InboxRecord record, long offset, long time) {
    return opened(route.inbox(record, offset, time));
  }

  public List<Routed> notice(Notice notice) {
    return opened(route.notice(notice));
  }

  private static List<Routed> opened(List<Route.Routed> routed) {
    return routed.stream().map(one -> new Routed(one.slot(), one.delivery())).toList();
  }
}
