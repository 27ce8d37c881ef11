package dev.rivulet.sink;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import dev.rivulet.sink.consume.ConsumeLoop;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Outbox;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Topics;
import dev.rivulet.sink.event.EventStore;
import dev.rivulet.sink.history.HistoryRows;
import dev.rivulet.sink.inbox.InboxRows;
import dev.rivulet.sink.inbox.InboxStore;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.progress.Progress;
import dev.rivulet.sink.schema.SchemaVersion;
import dev.rivulet.sink.store.Cassandra;
import dev.rivulet.sink.store.RowKind;
import dev.rivulet.sink.store.RowWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/// The storage sink: topics to Cassandra.
public final class StorageSink implements RunningService {
  static final String EVENTS_GROUP = Service.STORAGE_SINK.text() + "-events";
  static final String INBOX_GROUP = Service.STORAGE_SINK.text() + "-inbox";

  private static final List<Topic> TOPICS =
      List.of(Topic.EVENTS, Topic.INBOX, Topic.NOTICES, Topic.DEAD_LETTERS);

  private final Parts parts;
  private final Map<String, Integer> ports;

  private StorageSink(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run(Service.STORAGE_SINK.text(), SinkConfig.class, StorageSink::start, args);
  }

  public static StorageSink start(SinkConfig config) {
    return Parts.assemble(parts -> new Wiring(config, parts).start());
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }

  /// What is made while starting; the admin port is open first, so that one can see what is
  /// awaited.
  private static final class Wiring {
    private final SinkConfig config;
    private final Parts parts;
    private final Readiness readiness = new Readiness();
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Wiring(SinkConfig config, Parts parts) {
      this.config = config;
      this.parts = parts;
    }

    StorageSink start() {
      var schema = readiness.flag("schema", "not-checked");
      var topicsThere = readiness.flag("topics", "not-checked");
      var started = readiness.flag("started", "starting");
      var admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
      var topics = topics();
      topicsThere.up();
      var session =
          parts.add("cassandra", Cassandra.connect(config.cassandra(), config.startTimeout()));
      SchemaVersion.await(session, config.startTimeout());
      schema.up();
      var writer = writer(session);
      readiness.add("cassandra", () -> CheckResult.upIf(writer.isStoring(), "cassandra-away"));
      events(writer, topics);
      inbox(writer, topics);
      started.up();
      return new StorageSink(parts, Map.of("admin", admin.port()));
    }

    private Topics topics() {
      try (var admin = Admin.create(KafkaClients.admin(config.kafka(), "sink-start"))) {
        return Topics.await(admin, config.kafka(), TOPICS, config.startTimeout());
      }
    }

    private RowWriter writer(CqlSession session) {
      List<RowKind> kinds =
          Stream.of(HistoryRows.KINDS, MembershipRows.KINDS, InboxRows.KINDS, Progress.KINDS)
              .flatMap(List::stream)
              .toList();
      return new RowWriter(session, kinds, config.writesInFlightMax(), config.outageMax());
    }

    private void events(RowWriter writer, Topics topics) {
      var outbox = outbox("sink-events");
      var metrics = new LoopMetrics(registry, InstantSource.system(), Topic.EVENTS);
      var deadLetters = new DeadLetters(outbox, registry, Topic.EVENTS);
      var store =
          new EventStore(writer, outbox, deadLetters, metrics, config.kafka().userPartitions());
      var job = job(Topic.EVENTS, topics, writer, outbox, metrics, store);
      loop("sink-events", EVENTS_GROUP, Topic.EVENTS, job);
    }

    private void inbox(RowWriter writer, Topics topics) {
      var outbox = outbox("sink-inbox");
      var metrics = new LoopMetrics(registry, InstantSource.system(), Topic.INBOX);
      var deadLetters = new DeadLetters(outbox, registry, Topic.INBOX);
      var store = new InboxStore(writer, deadLetters, metrics, topics.generation(Topic.INBOX));
      var job = job(Topic.INBOX, topics, writer, outbox, metrics, store);
      loop("sink-inbox", INBOX_GROUP, Topic.INBOX, job);
    }

    private ConsumeLoop.Job job(
        Topic topic,
        Topics topics,
        RowWriter writer,
        Outbox outbox,
        LoopMetrics metrics,
        RecordStore store) {
      var progress = new Progress(writer, topic.shortName(), topics.generation(topic));
      return new ConsumeLoop.Job(
          store, progress, outbox, metrics, config.commitInterval(), config.outageMax());
    }

    private Outbox outbox(String name) {
      var producer = new KafkaProducer<byte[], byte[]>(SinkClients.producer(config, name));
      return new Outbox(parts.add(name + "-producer", producer), config.kafka().topicPrefix());
    }

    private void loop(String name, String group, Topic topic, ConsumeLoop.Job job) {
      var consumer = new KafkaConsumer<byte[], byte[]>(SinkClients.consumer(config, name, group));
      var topicName = topic.name(config.kafka().topicPrefix());
      var loop = parts.add(name, ConsumeLoop.start(name, consumer, topicName, job));
      readiness.add(topic.shortName(), loop::check);
    }
  }
}
