package dev.rivulet.router;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import java.util.List;

/// Opens [Route] to the simulation.
public final class SimulatedRoute {
  private final Route route;

  public SimulatedRoute(Position start) {
    route = new Route(0, start);
  }

  public void restore(SessionRecord session) {
    route.restore(session);
  }

  public List<Delivery> session(SessionRecord session) {
    return route.session(session).stream().map(Route.Routed::delivery).toList();
  }

  public void ended(ByteString user, ByteString session) {
    route.sessionEnded(user, session);
  }

  public List<Delivery> inbox(InboxRecord record, long offset, long time) {
    return route.inbox(record, offset, time).stream().map(Route.Routed::delivery).toList();
  }
}
