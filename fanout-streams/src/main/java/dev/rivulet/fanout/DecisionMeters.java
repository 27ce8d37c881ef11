package dev.rivulet.fanout;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.OutputRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts what the decider writes, by topic.
public final class DecisionMeters {
  private static final List<Topic> WRITTEN = Topic.writtenBy(Service.FANOUT);

  private final Map<Topic, Counter> records = new EnumMap<>(Topic.class);
  private final Map<Topic, Counter> bytes = new EnumMap<>(Topic.class);

  public DecisionMeters(MeterRegistry registry) {
    for (var topic : WRITTEN) {
      records.put(topic, registry.counter("rivulet.fanout.records", "topic", topic.shortName()));
      bytes.put(topic, registry.counter("rivulet.fanout.bytes", "topic", topic.shortName()));
    }
  }

  void written(OutputRecord output) {
    count(records, output.topic(), 1);
    count(bytes, output.topic(), output.value().length);
  }

  private static void count(Map<Topic, Counter> counters, Topic topic, int amount) {
    var counter = counters.get(topic);
    if (counter != null) {
      counter.increment(amount);
    }
  }
}
