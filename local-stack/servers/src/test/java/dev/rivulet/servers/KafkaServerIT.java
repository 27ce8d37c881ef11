package dev.rivulet.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class KafkaServerIT {
  private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path directory;
  private static KafkaServer kafka;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaServer.start(KafkaServer.Options.in(directory.resolve("shared")));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic("kept", Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void acknowledgedRecordsSurviveAKillAndTheSamePortAnswersAgain() throws Exception {
    int before = read(0).size();
    send("before a kill");
    kafka.kill();
    assertThat(kafka.isAlive()).isFalse();
    assertThat(kafka.answers()).isFalse();

    long began = System.nanoTime();
    kafka.startAndAwait(PATIENCE);
    System.out.printf("kafka ready %d ms after a kill%n", (System.nanoTime() - began) / 1_000_000);
    send("after a kill");

    assertThat(read(before + 2)).endsWith("before a kill", "after a kill");
  }

  @Test
  void anOrderlyRestartKeepsRecords() throws Exception {
    int before = read(0).size();
    send("before a stop");
    kafka.restart();
    kafka.awaitReady(PATIENCE);
    send("after a stop");
    assertThat(read(before + 2)).endsWith("before a stop", "after a stop");
    System.out.printf("kafka resident %d MB%n", kafka.residentBytes() >> 20);
    assertThat(kafka.residentBytes()).isBetween(64L << 20, 600L << 20);
  }

  @Test
  void aSuspendedBrokerAnswersNothingUntilItIsResumed() {
    kafka.suspend();
    assertThat(kafka.answers()).isFalse();
    kafka.resume();
    await().atMost(PATIENCE).until(kafka::answers);
  }

  @Test
  void aBrokerThatEndsAtOnceSaysWhy() {
    KafkaServer.Options wrong =
        KafkaServer.Options.in(directory.resolve("wrong")).withSetting("num.io.threads", "-1");
    assertThatThrownBy(() -> KafkaServer.start(wrong))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("num.io.threads");
  }

  private static void send(String value) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", value)).get();
    }
  }

  /// Everything in the partition, once it holds at least `count` records.
  private static List<String> read(int count) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      List<String> values = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count
                    && consumer.position(PARTITION)
                        >= consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
              });
      return values;
    }
  }
}
