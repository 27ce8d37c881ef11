package dev.rivulet.receipt;

import dev.rivulet.contracts.topic.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;

/// The entry point for `flink run`: puts the job together and hands it to the cluster. Checkpoints,
/// state backend and restarts are the cluster's configuration.
public final class ReceiptAggregatorJob {
  private static final String USAGE =
      """
      Usage: flink run [-s SAVEPOINT] rivulet-receipt-aggregator-VERSION-job.jar \
      --bootstrap-servers HOST:PORT[,HOST:PORT...] [--topic-prefix PREFIX] [--client-config FILE]

      --bootstrap-servers  Kafka brokers to ask first
      --topic-prefix       what every topic's name begins with (rivulet.)
      --client-config      Kafka client properties to connect with, for instance for SASL
      """;

  private ReceiptAggregatorJob() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || arguments[0].equals("--help")) {
      System.out.print(USAGE);
      return;
    }
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    ReceiptGraph.build(environment, settings(arguments));
    environment.execute(Service.RECEIPT_AGGREGATOR.text());
  }

  private static JobSettings settings(String... arguments)
      throws IOException, ExecutionException, InterruptedException {
    var clients = new Properties();
    var prefix = "rivulet.";
    for (int at = 0; at < arguments.length; at += 2) {
      if (at + 1 == arguments.length) {
        throw new IllegalArgumentException("no value for " + arguments[at] + "\n" + USAGE);
      }
      var value = arguments[at + 1];
      switch (arguments[at]) {
        case "--bootstrap-servers" -> clients.setProperty("bootstrap.servers", value);
        case "--topic-prefix" -> prefix = value;
        case "--client-config" -> load(clients, Path.of(value));
        default -> throw new IllegalArgumentException("unknown: " + arguments[at] + "\n" + USAGE);
      }
    }
    try (var admin = Admin.create(clients)) {
      var counts = TopicCounts.of(admin, prefix);
      return new JobSettings(
          clients, prefix, counts.conversation(), counts.user(), JobSettings.COALESCE_MILLIS);
    }
  }

  private static void load(Properties clients, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      clients.load(in);
    }
  }
}
