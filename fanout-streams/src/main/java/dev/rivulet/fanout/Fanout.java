package dev.rivulet.fanout;

import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/// The decider as a process.
public final class Fanout implements RunningService {
  private final Parts parts;
  private final Map<String, Integer> ports;

  private Fanout(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run("fanout", FanoutConfig.class, Fanout::start, args);
  }

  public static Fanout start(FanoutConfig config) {
    return Parts.assemble(
        parts -> {
          var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
          var readiness = new Readiness();
          var admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
          TopicCheck.require(config.kafka());
          parts.add("transactions", HangingTransactions.watch(config.kafka()));
          var topology =
              FanoutTopology.build(
                  config.kafka(),
                  new DecisionMeters(registry),
                  new TypingMeters(registry),
                  config.typingAgeMax());
          parts.add(
              "streams",
              StreamsApplication.start(
                  Applications.FANOUT,
                  topology,
                  StreamsSettings.fanout(config),
                  readiness,
                  registry));
          return new Fanout(parts, Map.of("admin", admin.port()));
        });
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }
}
