package dev.rivulet.gateway.signal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What was left out because there was too much to do.
public final class SignalMeters {
  private static final String SHED = "rivulet.gateway.shed";

  private final Counter typing;
  private final Counter presence;

  public SignalMeters(MeterRegistry registry) {
    this.typing = registry.counter(SHED, "kind", "typing");
    this.presence = registry.counter(SHED, "kind", "presence");
  }

  public void shedTyping() {
    typing.increment();
  }

  void shedPresence() {
    presence.increment();
  }
}
