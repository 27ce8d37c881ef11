package dev.rivulet.router;

import dev.rivulet.fanout.Applications;
import dev.rivulet.fanout.StreamsApplication;
import dev.rivulet.fanout.StreamsSettings;
import dev.rivulet.fanout.TopicCheck;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// The router as a process.
public final class Router implements RunningService {
  private final Parts parts;
  private final Map<String, Integer> ports;

  private Router(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run("router", RouterConfig.class, Router::start, args);
  }

  public static Router start(RouterConfig config) {
    var kafka = config.kafka();
    return Parts.assemble(
        parts -> {
          var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
          var readiness = new Readiness();
          var server = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
          TopicCheck.require(kafka);
          var admin =
              parts.add("kafka-admin", Admin.create(KafkaClients.admin(kafka, "router-positions")));
          var starts = new CommittedStart(admin, kafka, Clock.systemUTC());
          var settings =
              StreamsSettings.router(
                  kafka,
                  config.stateDir(),
                  config.threads(),
                  config.commitInterval(),
                  config.instanceId());
          var topology =
              RouterTopology.build(
                  kafka, starts, new RouterMeters(registry), config.sessionAgeMax().toMillis());
          parts.add(
              "streams",
              StreamsApplication.start(
                  Applications.ROUTER, topology, settings, readiness, registry));
          return new Router(parts, Map.of("admin", server.port()));
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
