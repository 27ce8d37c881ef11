package dev.rivulet.sink.consume;

import dev.rivulet.runtime.ServiceFailure;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/// How long the brokers have been silent. A consumer waits for them for ever and says nothing; the
/// age of its last heartbeat is what it lets one see.
final class Outage {
  private final Consumer<?, ?> consumer;
  private final Duration longest;

  Outage(Consumer<?, ?> consumer, Duration longest) {
    this.consumer = consumer;
    this.longest = longest;
  }

  void check() {
    if (lasts(longest)) {
      throw ServiceFailure.unavailable(
          "Kafka has not answered for %d s".formatted(longest.toSeconds()), null);
    }
  }

  boolean lasts(Duration time) {
    var age = heartbeatAge();
    return age != null && age > time.toMillis() / 1000.0;
  }

  /// In seconds; null before the first one.
  private @Nullable Double heartbeatAge() {
    for (var entry : consumer.metrics().entrySet()) {
      if (entry.getKey().name().equals("last-heartbeat-seconds-ago")
          && entry.getValue().metricValue() instanceof Number age) {
        return age.doubleValue();
      }
    }
    return null;
  }
}
