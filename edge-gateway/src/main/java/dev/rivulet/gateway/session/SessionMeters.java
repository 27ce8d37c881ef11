package dev.rivulet.gateway.session;

import dev.rivulet.contracts.RefusalCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// What sessions do, counted and timed.
public final class SessionMeters {
  private static final Duration SHORTEST = Duration.ofNanos(500_000);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  final Timer attach;
  final Timer commandAck;
  final Timer commandDelivery;
  final Timer eventDelivery;
  private final Map<RefusalCode, Counter> refusals = new EnumMap<>(RefusalCode.class);

  public SessionMeters(MeterRegistry registry, SessionRegistry sessions) {
    registry.gauge("rivulet.gateway.sessions", sessions, SessionRegistry::size);
    this.attach = timer(registry, "rivulet.gateway.attach");
    this.commandAck = timer(registry, "rivulet.gateway.command.ack");
    this.commandDelivery = timer(registry, "rivulet.gateway.command.delivery");
    this.eventDelivery = timer(registry, "rivulet.gateway.event.delivery");
    for (RefusalCode code : RefusalCode.values()) {
      refusals.put(code, registry.counter("rivulet.gateway.refusals", "code", code.code()));
    }
  }

  private static Timer timer(MeterRegistry registry, String name) {
    return Timer.builder(name)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }

  void refused(RefusalCode code) {
    var counter = refusals.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  /// From the event's own time (the broker's clock) to its way to sockets.
  public void delivered(long eventTimeMillis, long nowMillis) {
    eventDelivery.record(Duration.ofMillis(Math.max(0, nowMillis - eventTimeMillis)));
  }
}
