package dev.rivulet.stack;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The services that make up Rivulet, in the order they are started. A new one is a new entry.
public final class Services {
  public static final String CLIENT_API = "client-api";
  public static final String EDGE_GATEWAY = "edge-gateway";
  public static final String FANOUT = "fanout";
  public static final String MEDIA_INGEST = "media-ingest";
  public static final String RECEIPT_AGGREGATOR = "receipt-aggregator";
  public static final String ROUTER = "router";
  public static final String STORAGE_SINK = "storage-sink";

  public static final List<ServiceSpec> ALL =
      List.of(
          new ServiceSpec(
              FANOUT,
              "fanout-streams",
              "dev.rivulet.fanout.Fanout",
              160,
              List.of(),
              Map.of(
                  "RIVULET_FANOUT_STATE_DIR", "${directory}/state",
                  "RIVULET_FANOUT_INSTANCE_ID", "${name}"),
              Set.of(Need.TOPICS)),
          new ServiceSpec(
              ROUTER,
              "fanout-streams",
              "dev.rivulet.router.Router",
              128,
              List.of(),
              Map.of(
                  "RIVULET_ROUTER_STATE_DIR", "${directory}/state",
                  "RIVULET_ROUTER_INSTANCE_ID", "${name}"),
              Set.of(Need.TOPICS)),
          new ServiceSpec(
              CLIENT_API,
              "client-api",
              "dev.rivulet.api.ClientApi",
              128,
              List.of(),
              // One file for all instances: each must know the tokens of the others.
              Map.of(
                  "RIVULET_API_PORT", "${port}",
                  "RIVULET_API_GATEWAYS", "${gateways}",
                  "RIVULET_API_MEDIA_URL", "${media}",
                  "RIVULET_API_SIGNING_KEY_FILE", "${stack}/secrets/token-keys.json",
                  // Where ./rivulet admin finds its way in.
                  "RIVULET_OPERATOR_TOKEN_FILE", "${stack}/secrets/operator-token",
                  "RIVULET_PORTS_FILE", "${directory}/ports.json"),
              Set.of(Need.TOPICS, Need.SCHEMA, Need.REDIS)),
          new ServiceSpec(
              EDGE_GATEWAY,
              "edge-gateway",
              "dev.rivulet.gateway.EdgeGateway",
              160,
              List.of(),
              Map.of(
                  "RIVULET_GATEWAY_PORT", "${port}",
                  "RIVULET_GATEWAY_JWKS_URL", "${api}/.well-known/jwks.json"),
              Set.of(Need.TOPICS, Need.REDIS)),
          new ServiceSpec(
              STORAGE_SINK,
              "storage-sink",
              "dev.rivulet.sink.StorageSink",
              128,
              List.of(),
              Map.of("RIVULET_SINK_INSTANCE_ID", "${name}"),
              Set.of(Need.TOPICS, Need.SCHEMA)),
          new ServiceSpec(
              MEDIA_INGEST,
              "media-ingest",
              "dev.rivulet.media.MediaIngest",
              128,
              // Its work is done by the decoders.
              List.of("-XX:TieredStopAtLevel=1"),
              Map.of(
                  "RIVULET_MEDIA_PORT", "${port}",
                  "RIVULET_MEDIA_CORS_ORIGINS", "${api}",
                  "RIVULET_MEDIA_SPOOL_DIR", "${directory}/spool",
                  "RIVULET_MEDIA_JWKS_URL", "${api}/.well-known/jwks.json"),
              Set.of(Need.TOPICS, Need.SCHEMA, Need.OBJECTS)),
          new ServiceSpec(
              RECEIPT_AGGREGATOR,
              "receipt-aggregator",
              "dev.rivulet.receipt.ReceiptAggregator",
              160,
              // Flink is many classes of which few are busy, and reads fields of the JDK's own.
              List.of(
                  "-XX:TieredStopAtLevel=1",
                  "--add-opens=java.base/java.util=ALL-UNNAMED",
                  "--add-opens=java.base/java.lang=ALL-UNNAMED"),
              Map.of("RIVULET_RECEIPT_CHECKPOINT_DIR", "${directory}/checkpoints"),
              Set.of(Need.TOPICS)));

  /// Makes the topics, or refuses if they are there with other counts.
  static final SetupJob TOPICS =
      new SetupJob("topics", "fanout-streams", "dev.rivulet.fanout.setup.TopicSetup");

  /// Brings the tables to the version of this build.
  static final SetupJob SCHEMA =
      new SetupJob("schema", "storage-sink", "dev.rivulet.sink.schema.SchemaMigration");

  private Services() {}
}
