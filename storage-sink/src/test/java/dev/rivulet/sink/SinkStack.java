package dev.rivulet.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.google.protobuf.Message;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.sink.schema.SchemaMigration;
import dev.rivulet.sink.store.Cassandra;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// A broker and a Cassandra with our topics and tables, a decider's producer, and what a test wants
/// to know of both.
final class SinkStack implements AutoCloseable {
  static final int PARTITIONS = 2;

  /// For whatever needs a server to start while the machine is busy.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<Topic> TOPICS =
      List.of(Topic.EVENTS, Topic.INBOX, Topic.NOTICES, Topic.RECEIPT_STATUS, Topic.DEAD_LETTERS);

  final KafkaServer kafka;
  final CassandraServer cassandra;
  final CqlSession session;
  final Admin admin;
  final Map<String, String> environment = new HashMap<>();
  private final KafkaProducer<byte[], byte[]> decider;

  SinkStack(Path directory) throws ExecutionException, InterruptedException {
    kafka = KafkaServer.start(KafkaServer.Options.in(directory.resolve("kafka")));
    cassandra = CassandraServer.start(CassandraServer.Options.in(directory.resolve("cassandra")));
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("RIVULET_KAFKA_CONVERSATION_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("RIVULET_KAFKA_USER_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("RIVULET_CASSANDRA_CONTACT_POINTS", cassandra.contactPoint());
    environment.put("RIVULET_SINK_INSTANCE_ID", "only-one");
    SchemaMigration.migrate(config().cassandra());
    session = Cassandra.connect(config().cassandra(), PATIENCE);
    admin = Admin.create(KafkaClients.admin(config().kafka(), "test"));
    createTopics();
    var settings = KafkaClients.producer(config().kafka(), "decider");
    settings.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "decider");
    settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
    settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000");
    decider = new KafkaProducer<>(settings);
    decider.initTransactions();
  }

  /// So that a test that failed amid a kill leaves the others their servers.
  void revive() {
    if (!cassandra.isAlive()) {
      cassandra.startAndAwait(PATIENCE);
    }
    if (!kafka.isAlive()) {
      kafka.startAndAwait(PATIENCE);
    }
  }

  SinkConfig config() {
    return Configuration.load(SinkConfig.class, environment, null);
  }

  private void createTopics() throws ExecutionException, InterruptedException {
    for (Topic topic : TOPICS) {
      int partitions = topic == Topic.DEAD_LETTERS ? 1 : PARTITIONS;
      var wanted = new NewTopic(name(topic), Optional.of(partitions), Optional.empty());
      admin.createTopics(List.of(wanted.configs(topic.settings(1)))).all().get();
    }
    seed(Topic.EVENTS);
    seed(Topic.INBOX);
    seed(Topic.RECEIPT_STATUS);
  }

  /// Lets the topic be read from its beginning, as topic setup does once. A member that was stopped
  /// is one still until its session ends.
  void seed(Topic topic) {
    var group = "storage-sink-" + topic.shortName();
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    partitions(topic).forEach(partition -> offsets.put(partition, new OffsetAndMetadata(0)));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> admin.alterConsumerGroupOffsets(group, offsets).all().get());
  }

  String name(Topic topic) {
    return topic.name(config().kafka().topicPrefix());
  }

  private List<TopicPartition> partitions(Topic topic) {
    return List.of(new TopicPartition(name(topic), 0), new TopicPartition(name(topic), 1));
  }

  /// Appends in one transaction.
  void commit(Consumer<SinkStack> sends) {
    decider.beginTransaction();
    sends.accept(this);
    decider.commitTransaction();
  }

  void abort(Consumer<SinkStack> sends) {
    decider.beginTransaction();
    sends.accept(this);
    decider.abortTransaction();
  }

  void commitEvents(List<Event> events) {
    commit(it -> events.forEach(it::event));
  }

  void event(Event event) {
    int partition = Partitions.of(event.getConversation(), PARTITIONS);
    send(Topic.EVENTS, partition, event.getConversation().toByteArray(), event);
  }

  void inbox(InboxRecord record) {
    int partition = Partitions.of(record.getRecipients().substring(0, Ids.BYTES), PARTITIONS);
    send(Topic.INBOX, partition, Partitions.key(partition), record);
  }

  void status(ReceiptStatus status) {
    var conversation = status.getConversation();
    byte[] key = conversation.concat(status.getUser()).toByteArray();
    send(Topic.RECEIPT_STATUS, Partitions.of(conversation, PARTITIONS), key, status);
  }

  void bytes(Topic topic, int partition, byte[] value) {
    var _ = decider.send(new ProducerRecord<>(name(topic), partition, null, value));
  }

  private void send(Topic topic, int partition, byte[] key, Message value) {
    var headers = RecordHeaders.of(value);
    var _ =
        decider.send(
            new ProducerRecord<>(name(topic), partition, key, value.toByteArray(), headers));
  }

  /// Until the sink reports to have stored everything that is in the topic now.
  void awaitStored(Topic topic) throws ExecutionException, InterruptedException {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    partitions(topic).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    var found = admin.listOffsets(ends).all().get();
    await()
        .atMost(PATIENCE)
        // A server that was away is known again to this session a little later than to the sink's.
        .ignoreExceptionsInstanceOf(DriverException.class)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              for (var end : found.entrySet()) {
                assertThat(progress(topic, end.getKey().partition()))
                    .isGreaterThanOrEqualTo(end.getValue().offset());
              }
            });
  }

  long progress(Topic topic, int partition) {
    var row =
        session
            .execute(
                "SELECT next_offset FROM sink_progress WHERE topic = ? AND partition = ?",
                topic.shortName(),
                partition)
            .one();
    return row == null ? -1 : row.getLong(0);
  }

  /// Every seq in the history of a conversation's first bucket, in order.
  List<Long> history(UUID conversation) {
    return session
        .execute(
            "SELECT seq FROM messages WHERE conversation_id = ? AND bucket = 0 ORDER BY seq ASC",
            conversation)
        .map(row -> row.getLong(0))
        .all();
  }

  /// Every row of a table, in an order of its own.
  List<String> rows(String table) {
    return session
        .execute("SELECT JSON * FROM " + table)
        .map(row -> String.valueOf(row.getString(0)))
        .all()
        .stream()
        .sorted()
        .toList();
  }

  /// What is in a topic now, oldest first within a partition.
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    var settings =
        KafkaClients.consumer(config().kafka(), "test-reader", IsolationLevel.READ_COMMITTED);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      var partitions =
          consumer.partitionsFor(name(topic)).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
              });
      return records;
    }
  }

  @Override
  public void close() {
    decider.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
    session.close();
    cassandra.close();
    kafka.close();
  }
}
