package dev.rivulet.router;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what the router writes, and the sessions it knows.
public final class RouterMeters {
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter deadLetters;
  private final Map<Integer, Integer> sessions = new ConcurrentHashMap<>();

  public RouterMeters(MeterRegistry registry) {
    deliveries = registry.counter("rivulet.router.deliveries");
    bytes = registry.counter("rivulet.router.bytes");
    deadLetters = registry.counter("rivulet.router.dead.letters");
    registry.gaugeMapSize("rivulet.router.partitions", java.util.List.of(), sessions);
    registry.gauge(
        "rivulet.router.sessions",
        sessions,
        known -> known.values().stream().mapToInt(Integer::intValue).sum());
  }

  void delivered(int valueBytes) {
    deliveries.increment();
    bytes.increment(valueBytes);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void sessions(int partition, int count) {
    sessions.put(partition, count);
  }
}
