package dev.rivulet.sink.consume;

import dev.rivulet.contracts.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What a loop tells the operator. Counting is safe from any thread, lags are for the loop's own.
public final class LoopMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final String topic;
  private final Counter records;
  private final Counter rows;
  private final Timer delay;
  private final Map<Integer, Lag> lags = new HashMap<>();

  private record Lag(AtomicLong value, Meter meter) {}

  public LoopMetrics(MeterRegistry registry, InstantSource clock, Topic source) {
    this.registry = registry;
    this.clock = clock;
    this.topic = source.shortName();
    this.records = counter("rivulet.sink.records", "Records stored");
    this.rows = counter("rivulet.sink.rows", "Rows written");
    this.delay =
        Timer.builder("rivulet.sink.delay")
            .description("From the time of an event until it is stored")
            .tag("topic", topic)
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(registry);
  }

  /// An event of that time (milliseconds) is stored now.
  public void stored(long eventTime) {
    records.increment();
    delay.record(Duration.ofMillis(Math.max(0, clock.millis() - eventTime)));
  }

  public void rows(int count) {
    rows.increment(count);
  }

  void lag(int partition, long value) {
    lags.computeIfAbsent(partition, this::register).value().set(value);
  }

  void forget(Collection<Integer> partitions) {
    for (int partition : partitions) {
      var lag = lags.remove(partition);
      if (lag != null) {
        registry.remove(lag.meter());
      }
    }
  }

  private Lag register(int partition) {
    var value = new AtomicLong();
    var meter =
        Gauge.builder("rivulet.sink.lag", value, AtomicLong::get)
            .description("Committed records that are not stored yet")
            .tag("topic", topic)
            .tag("partition", Integer.toString(partition))
            .register(registry);
    return new Lag(value, meter);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tag("topic", topic).register(registry);
  }
}
