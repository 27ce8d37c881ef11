package dev.rivulet.receipt;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;

/// The job: one source, one keyed function, one sink; and a histogram of each minute beside it. The
/// names of its operators are part of every savepoint.
///
/// Without state the source reads in three steps: what earlier runs have told, to its end; all
/// events, to their end; then events (again: their repetition changes nothing) and receipts. So no
/// receipt comes before the membership it needs, and nothing is told that is older than what was
/// told before. With state it goes on where it was.
///
/// It writes at least once and needs no transaction: a status merges by maximum wherever it is
/// read, so writing one again does no harm and nobody waits for a commit.
final class ReceiptGraph {
  static final String SOURCE = "receipt-inputs";
  static final String FUNCTION = "conversation-receipts";
  static final String SINK = "receipt-outputs";
  static final String LATENCY = "delivery-latency";
  static final String LATENCY_SINK = "delivery-latency-outputs";

  /// Unless the cluster's configuration says otherwise.
  private static final long CHECKPOINT_MILLIS = 5_000;

  private ReceiptGraph() {}

  static void build(StreamExecutionEnvironment environment, JobSettings settings) {
    // A receipt does not wait in a buffer for others to come.
    environment.setBufferTimeout(0);
    if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
      environment.enableCheckpointing(CHECKPOINT_MILLIS);
    }
    var outputs =
        environment
            .fromSource(source(settings), WatermarkStrategy.noWatermarks(), SOURCE, Input.TYPE)
            .uid(SOURCE)
            .keyBy(it -> it.f0, Types.STRING)
            .process(new ReceiptsFunction(settings.coalesceMillis()), Output.TYPE)
            .name(FUNCTION)
            .uid(FUNCTION);
    outputs.sinkTo(sink(settings, SINK)).name(SINK).uid(SINK);
    latency(outputs).sinkTo(sink(settings, LATENCY_SINK)).name(LATENCY_SINK).uid(LATENCY_SINK);
  }

  /// By the clock: a minute without traffic would otherwise wait for the next receipt.
  private static SingleOutputStreamOperator<Tuple3<Integer, byte[], byte[]>> latency(
      SingleOutputStreamOperator<?> outputs) {
    var histogram = PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;
    return outputs
        .getSideOutput(ReceiptsFunction.DELAYS)
        .windowAll(TumblingProcessingTimeWindows.of(Duration.ofMinutes(1)))
        .aggregate(new Delays(), new LatencyOfAMinute(), histogram, histogram, Output.TYPE)
        .name(LATENCY)
        .uid(LATENCY);
  }

  private static HybridSource<Tuple3<String, Integer, byte[]>> source(JobSettings settings) {
    var told =
        reading(settings, List.of(Topic.RECEIPT_STATUS), OffsetsInitializer.earliest(), true);
    var history = reading(settings, List.of(Topic.EVENTS), OffsetsInitializer.earliest(), true);
    var first = new FirstOffsets(Topic.RECEIPTS.name(settings.topicPrefix()));
    var live = reading(settings, List.of(Topic.EVENTS, Topic.RECEIPTS), first, false);
    return HybridSource.builder(told).addSource(history).addSource(live).build();
  }

  private static KafkaSource<Tuple3<String, Integer, byte[]>> reading(
      JobSettings settings, List<Topic> topics, OffsetsInitializer from, boolean toTheEnd) {
    var builder =
        KafkaSource.<Tuple3<String, Integer, byte[]>>builder()
            .setProperties(consumer(settings))
            .setTopics(topics.stream().map(it -> it.name(settings.topicPrefix())).toList())
            .setGroupId(Service.RECEIPT_AGGREGATOR.text())
            .setClientIdPrefix(
                Service.RECEIPT_AGGREGATOR.text() + "-" + topics.getFirst().shortName())
            .setStartingOffsets(from)
            .setDeserializer(new RecordsIn(settings.topicPrefix()));
    return toTheEnd
        ? builder.setBounded(OffsetsInitializer.latest()).build()
        // Partition counts are fixed when the topics are made.
        : builder.setProperty("partition.discovery.interval.ms", "-1").build();
  }

  private static Properties consumer(JobSettings settings) {
    var properties = new Properties();
    properties.putAll(settings.clients());
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("fetch.min.bytes", "1");
    properties.setProperty("fetch.max.bytes", Integer.toString(8 << 20));
    properties.setProperty("request.timeout.ms", "10000");
    properties.setProperty("default.api.timeout.ms", "10000");
    properties.setProperty("register.consumer.metrics", "false");
    return properties;
  }

  private static KafkaSink<Tuple3<Integer, byte[], byte[]>> sink(
      JobSettings settings, String name) {
    return KafkaSink.<Tuple3<Integer, byte[], byte[]>>builder()
        .setKafkaProducerConfig(producer(settings, name))
        .setBootstrapServers(settings.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(
            new RecordsOut(
                settings.topicPrefix(),
                settings.conversationPartitions(),
                settings.userPartitions()))
        .build();
  }

  private static Properties producer(JobSettings settings, String name) {
    var properties = new Properties();
    properties.putAll(settings.clients());
    properties.setProperty("client.id", name);
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    // At once while the wire is idle; what piles up behind a request leaves as one batch.
    properties.setProperty("linger.ms", "0");
    properties.setProperty("max.in.flight.requests.per.connection", "1");
    properties.setProperty("batch.size", Integer.toString(64 << 10));
    properties.setProperty("buffer.memory", Integer.toString(16 << 20));
    properties.setProperty("compression.type", "none");
    properties.setProperty("delivery.timeout.ms", "30000");
    properties.setProperty("request.timeout.ms", "5000");
    properties.setProperty("max.block.ms", "30000");
    properties.setProperty("flink.disable-metrics", "true");
    return properties;
  }
}
