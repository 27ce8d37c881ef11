package dev.rivulet.sink;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.sink.consume.ConsumeLoop;
import dev.rivulet.sink.consume.DeadLetters;
import dev.rivulet.sink.consume.LoopMetrics;
import dev.rivulet.sink.consume.Outbox;
import dev.rivulet.sink.consume.RecordStore;
import dev.rivulet.sink.consume.Topics;
import dev.rivulet.sink.event.EventStore;
import dev.rivulet.sink.inbox.InboxStore;
import dev.rivulet.sink.progress.Progress;
import dev.rivulet.sink.progress.StoredProgress;
import dev.rivulet.sink.receipt.ReceiptStore;
import dev.rivulet.sink.schema.SchemaVersion;
import dev.rivulet.sink.store.Cassandra;
import dev.rivulet.sink.store.RowWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/// Puts a sink together: first the admin port, so that one can see what is awaited, then the
/// servers, then a loop for each topic.
final class Wiring {
  private static final List<Topic> TOPICS =
      List.of(Topic.EVENTS, Topic.INBOX, Topic.NOTICES, Topic.RECEIPT_STATUS, Topic.DEAD_LETTERS);
  private final SinkConfig config;
  private final Parts parts;
  private final Readiness readiness = new Readiness();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Wiring(SinkConfig config, Parts parts) {
    this.config = config;
    this.parts = parts;
  }

  /// Returns the open ports.
  Map<String, Integer> start() {
    var started = readiness.flag("started", "starting");
    var admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
    var topics = topics();
    var session =
        parts.add("cassandra", Cassandra.connect(config.cassandra(), config.startTimeout()));
    SchemaVersion.await(session, config.startTimeout());
    var writer =
        new RowWriter(session, RowKinds.ALL, config.writesInFlightMax(), config.outageMax());
    readiness.add("cassandra", () -> CheckResult.upIf(writer.isStoring(), "cassandra-away"));
    events(writer, session, topics);
    inbox(writer, session, topics);
    receipts(writer, session, topics);
    started.up();
    return Map.of("admin", admin.port());
  }

  private Topics topics() {
    try (var admin = Admin.create(KafkaClients.admin(config.kafka(), "sink-start"))) {
      return Topics.await(admin, config.kafka(), TOPICS, config.startTimeout());
    }
  }

  private void events(RowWriter writer, CqlSession session, Topics topics) {
    var outbox = outbox(Topic.EVENTS);
    var metrics = metrics(Topic.EVENTS);
    var deadLetters = new DeadLetters(outbox, registry, Topic.EVENTS);
    int userPartitions = config.kafka().userPartitions();
    var store = new EventStore(writer, outbox, deadLetters, metrics, userPartitions);
    loop(
        Topic.EVENTS, job(store, progress(Topic.EVENTS, writer, session, topics), outbox, metrics));
  }

  private void inbox(RowWriter writer, CqlSession session, Topics topics) {
    var outbox = outbox(Topic.INBOX);
    var metrics = metrics(Topic.INBOX);
    var deadLetters = new DeadLetters(outbox, registry, Topic.INBOX);
    var store = new InboxStore(writer, deadLetters, metrics, topics.generation(Topic.INBOX));
    loop(Topic.INBOX, job(store, progress(Topic.INBOX, writer, session, topics), outbox, metrics));
  }

  private void receipts(RowWriter writer, CqlSession session, Topics topics) {
    var topic = Topic.RECEIPT_STATUS;
    var outbox = outbox(topic);
    var metrics = metrics(topic);
    var store = new ReceiptStore(writer, new DeadLetters(outbox, registry, topic), metrics);
    loop(topic, job(store, progress(topic, writer, session, topics), outbox, metrics));
  }

  private static Progress progress(
      Topic topic, RowWriter writer, CqlSession session, Topics topics) {
    return new Progress(
        writer, new StoredProgress(session), topic.shortName(), topics.generation(topic));
  }

  private LoopMetrics metrics(Topic topic) {
    return new LoopMetrics(registry, InstantSource.system(), topic);
  }

  private Outbox outbox(Topic topic) {
    var name = "sink-" + topic.shortName();
    var producer = new KafkaProducer<byte[], byte[]>(SinkClients.producer(config, name));
    return new Outbox(parts.add(name + "-producer", producer), config.kafka().topicPrefix());
  }

  private ConsumeLoop.Job job(
      RecordStore store, Progress progress, Outbox outbox, LoopMetrics metrics) {
    return new ConsumeLoop.Job(
        store, progress, outbox, metrics, config.commitInterval(), config.outageMax());
  }

  private void loop(Topic topic, ConsumeLoop.Job job) {
    var name = "sink-" + topic.shortName();
    var group = Service.STORAGE_SINK.text() + "-" + topic.shortName();
    var consumer = new KafkaConsumer<byte[], byte[]>(SinkClients.consumer(config, name, group));
    var topicName = topic.name(config.kafka().topicPrefix());
    var loop = parts.add(name, ConsumeLoop.start(name, consumer, topicName, job));
    readiness.add(topic.shortName(), loop::check);
  }
}
