package dev.rivulet.api.history;

import java.util.Map;

/// The stored events of the seqs `from` to `to`, both included. It may cover less than was asked
/// for when the events are large; a seq inside that has no event is not stored.
public record Slice(long from, long to, Map<Long, StoredEvent> events) {
  public Slice {
    events = Map.copyOf(events);
  }
}
