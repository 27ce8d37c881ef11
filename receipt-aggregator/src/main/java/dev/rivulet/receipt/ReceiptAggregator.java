package dev.rivulet.receipt;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.runtime.ServiceMain;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/// The receipt aggregator as one process, with Flink inside it.
public final class ReceiptAggregator implements RunningService {
  private static final long RETRY_MILLIS = 500;

  private final Parts parts;
  private final Map<String, Integer> ports;

  private ReceiptAggregator(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run(
        Service.RECEIPT_AGGREGATOR.text(), ReceiptConfig.class, ReceiptAggregator::start, args);
  }

  public static ReceiptAggregator start(ReceiptConfig config) {
    return Parts.assemble(parts -> new ReceiptAggregator(parts, start(config, parts)));
  }

  private static Map<String, Integer> start(ReceiptConfig config, Parts parts) {
    var readiness = new Readiness();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
    var counts = counts(config);
    var settings =
        new JobSettings(
            KafkaClients.connection(config.kafka(), Service.RECEIPT_AGGREGATOR.text()),
            config.kafka().topicPrefix(),
            counts.conversation(),
            counts.user(),
            config.coalesceInterval().toMillis());
    var job = parts.add("job", EmbeddedJob.start(config, settings));
    parts.add("watch", JobWatch.start(job, readiness, registry));
    return Map.of("admin", admin.port());
  }

  /// Waits for the topics, and refuses other partition counts than configured.
  private static TopicCounts counts(ReceiptConfig config) {
    var kafka = config.kafka();
    long began = System.nanoTime();
    try (var admin = Admin.create(KafkaClients.admin(kafka, "receipt-start"))) {
      while (true) {
        try {
          return checked(TopicCounts.of(admin, kafka.topicPrefix()), kafka);
        } catch (ExecutionException notYet) {
          if (System.nanoTime() - began > config.startTimeout().toNanos()) {
            throw ServiceFailure.unavailable(
                "topics cannot be described at %s: %s"
                    .formatted(kafka.bootstrapServers(), notYet.getCause()),
                notYet);
          }
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ServiceFailure.unavailable("interrupted while starting", stopped);
    }
  }

  private static TopicCounts checked(TopicCounts counts, KafkaConfig kafka) {
    if (counts.conversation() != kafka.conversationPartitions()
        || counts.user() != kafka.userPartitions()) {
      throw ServiceFailure.misconfigured(
          "topics have %d and %d partitions by conversation and user, configured are %d and %d"
              .formatted(
                  counts.conversation(),
                  counts.user(),
                  kafka.conversationPartitions(),
                  kafka.userPartitions()),
          null);
    }
    return counts;
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
