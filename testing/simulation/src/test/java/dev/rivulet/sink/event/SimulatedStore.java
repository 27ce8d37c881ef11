package dev.rivulet.sink.event;

import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.store.Row;
import java.util.List;

/// Opens [EventPlan] to the simulation.
public final class SimulatedStore {
  private SimulatedStore() {}

  /// Rows to store together, and the events of which everything is stored then.
  public record Round(List<Row> rows, List<Event> complete) {}

  public static List<Round> rounds(List<Event> events) {
    return EventPlan.of(events).rounds().stream()
        .map(round -> new Round(round.rows(), round.complete()))
        .toList();
  }
}
