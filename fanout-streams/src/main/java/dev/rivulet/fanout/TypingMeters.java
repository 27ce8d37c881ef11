package dev.rivulet.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What became of signs of typing.
final class TypingMeters {
  private static final String NAME = "rivulet.fanout.typing";

  final Counter told;

  /// Nobody is to know: no member, a big conversation, blocked, or said again too soon.
  final Counter dropped;

  /// Waited too long, because there was more important work.
  final Counter shed;

  TypingMeters(MeterRegistry registry) {
    told = registry.counter(NAME, "outcome", "told");
    dropped = registry.counter(NAME, "outcome", "dropped");
    shed = registry.counter(NAME, "outcome", "shed");
  }
}
