package dev.rivulet.receipt;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.servers.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// A broker with the job's topics; the decider and the gateways are this test.
final class ReceiptStack implements AutoCloseable {
  static final int PARTITIONS = 3;

  /// For whatever needs a server to start while the machine is busy.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<Topic> TOPICS =
      List.of(
          Topic.EVENTS,
          Topic.RECEIPTS,
          Topic.RECEIPT_STATUS,
          Topic.NOTICES,
          Topic.DELIVERY_LATENCY,
          Topic.DEAD_LETTERS);

  final KafkaServer kafka;
  private final KafkaConfig config;
  private final KafkaProducer<byte[], byte[]> producer;

  ReceiptStack(Path directory) throws ExecutionException, InterruptedException {
    kafka = KafkaServer.start(KafkaServer.Options.in(directory.resolve("kafka")));
    config =
        dev.rivulet.runtime.Configuration.load(ReceiptConfig.class, environment(directory), null)
            .kafka();
    try (var admin = Admin.create(KafkaClients.admin(config, "test"))) {
      for (Topic topic : TOPICS) {
        int partitions = topic.keyed() == Topic.Keyed.ANY ? 1 : PARTITIONS;
        var wanted = new NewTopic(name(topic), Optional.of(partitions), Optional.empty());
        admin.createTopics(List.of(wanted.configs(topic.settings(1)))).all().get();
      }
    }
    producer = new KafkaProducer<>(KafkaClients.producer(config, "test"));
  }

  Map<String, String> environment(Path directory) {
    var environment = new HashMap<String, String>();
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("RIVULET_KAFKA_CONVERSATION_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("RIVULET_KAFKA_USER_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("RIVULET_RECEIPT_CHECKPOINT_DIR", directory.resolve("checkpoints").toString());
    environment.put("RIVULET_RECEIPT_CHECKPOINT_INTERVAL", "500ms");
    return environment;
  }

  ReceiptAggregator aggregator(Path directory) {
    return ReceiptAggregator.start(
        dev.rivulet.runtime.Configuration.load(ReceiptConfig.class, environment(directory), null));
  }

  String name(Topic topic) {
    return topic.name(config.topicPrefix());
  }

  void event(Event event) {
    send(Topic.EVENTS, event.getConversation(), event);
  }

  void receipt(Receipt receipt) {
    send(Topic.RECEIPTS, receipt.getConversation(), receipt);
  }

  void bytes(Topic topic, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(name(topic), 0, null, value));
    producer.flush();
  }

  private void send(Topic topic, ByteString conversation, Message value) {
    int partition = Partitions.of(conversation, PARTITIONS);
    var _ =
        producer.send(
            new ProducerRecord<>(
                name(topic),
                partition,
                conversation.toByteArray(),
                value.toByteArray(),
                RecordHeaders.of(value)));
    producer.flush();
  }

  /// Every status that was ever written for a user, oldest first.
  List<ReceiptStatus> statuses(ByteString user) {
    return read(Topic.RECEIPT_STATUS).stream()
        .map(it -> status(it.value()))
        .filter(it -> it.getUser().equals(user))
        .toList();
  }

  List<Notice> notices(ByteString user) {
    return read(Topic.NOTICES).stream()
        .map(it -> notice(it.value()))
        .filter(it -> it.getUser().equals(user))
        .toList();
  }

  private static ReceiptStatus status(byte[] value) {
    try {
      return ReceiptStatus.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Notice notice(byte[] value) {
    try {
      return Notice.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is in a topic now, oldest first within a partition.
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    var settings = KafkaClients.consumer(config, "test-reader", IsolationLevel.READ_COMMITTED);
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
    producer.close(Duration.ofSeconds(1));
    kafka.close();
  }
}
