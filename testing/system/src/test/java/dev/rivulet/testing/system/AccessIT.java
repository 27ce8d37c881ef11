package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.servers.KafkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that denies by default and lets nobody in without a password, with the access list of
/// the catalogue.
@Tag("slow")
@Timeout(120)
class AccessIT {
  private static final String PREFIX = "rivulet.";
  private static final String ADMIN_PASSWORD = "admin-password-for-this-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofSeconds(10);

  private static KafkaServer kafka;
  private static Program setup;
  private static Map<String, String> passwords;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    kafka =
        KafkaServer.start(
            KafkaServer.Options.in(directory.resolve("kafka"))
                .withSetting(
                    "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .withSetting("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512")
                .withSetting("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .withSetting(
                    "listener.name.client.plain.sasl.jaas.config",
                    "%s username=\"admin\" password=\"%s\" user_admin=\"%s\";"
                        .formatted(plain, ADMIN_PASSWORD, ADMIN_PASSWORD))
                .withSetting(
                    "listener.name.client.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .withSetting(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withSetting("allow.everyone.if.no.acl.found", "false")
                // The controller's own listener, which nobody else reaches here.
                .withSetting("super.users", "User:admin;User:ANONYMOUS"));
    Path files = Files.createDirectories(directory.resolve("passwords"));
    passwords = new HashMap<>();
    for (Service service : Service.values()) {
      String password = "password-of-" + service.text() + "-in-this-test";
      passwords.put(service.text(), password);
      Files.writeString(files.resolve(service.text()), password + "\n");
    }
    Map<String, String> environment =
        Map.of(
            "RIVULET_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "RIVULET_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
            "RIVULET_KAFKA_SASL_MECHANISM", "PLAIN",
            "RIVULET_KAFKA_SASL_JAAS_CONFIG",
                "%s username=\"admin\" password=\"%s\";".formatted(plain, ADMIN_PASSWORD),
            "RIVULET_ACCESS_PASSWORDS_DIR", files.toString());
    setup =
        new Program(
            directory, () -> environment, "fanout-streams", "dev.rivulet.fanout.setup.AccessSetup");
    createTopics();
    assertThat(run()).contains("passwords given");
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void everyPrincipalMayDoToEveryTopicWhatTheCatalogueSaysAndNothingElse() throws Exception {
    int tries = 0;
    for (Service service : Service.values()) {
      try (var producer = producer(service);
          var consumer = consumer(service.text(), service.text() + "-group")) {
        for (Topic topic : Topic.values()) {
          String name = topic.name(PREFIX);
          assertThat(writes(producer, name))
              .as("%s appends to %s", service.text(), name)
              .isEqualTo(topic.writtenBy().contains(service));
          assertThat(reads(consumer, name))
              .as("%s reads %s", service.text(), name)
              .isEqualTo(topic.readBy().contains(service));
          tries += 2;
        }
      }
    }
    System.out.printf("          %d attempts%n", tries);
  }

  @Test
  void dataTeamsSeeThePublicTopicsAlone() {
    try (var consumer = consumer("data-teams", "data-teams-report")) {
      assertThat(consumer.listTopics().keySet())
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Topic.values())
                  .filter(Topic::open)
                  .map(topic -> topic.name(PREFIX))
                  .toList());
    }
  }

  @Test
  void groupsOfOthersAreOutOfReach() {
    try (var consumer = consumer("data-teams", "storage-sink-events")) {
      consumer.subscribe(List.of(Topic.EVENTS.name(PREFIX)));
      assertThatThrownBy(() -> consumer.poll(POLL)).isInstanceOf(GroupAuthorizationException.class);
    }
  }

  @Test
  void servicesMakeNoTopicsAndSeeNoAccessList() {
    try (var admin = Admin.create(client("edge-gateway"))) {
      var made = admin.createTopics(List.of(new NewTopic(PREFIX + "own", 1, (short) 1))).all();
      assertThatThrownBy(() -> made.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AuthorizationException.class);
      var list = admin.describeAcls(AclBindingFilter.ANY).values();
      assertThatThrownBy(() -> list.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void nobodyIsLetInWithoutAPasswordOrWithAnothers() {
    passwords.put("router-with-anothers", "password-of-fanout-in-this-test");
    try (var admin = Admin.create(client("router-with-anothers"))) {
      assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
          .hasMessageContaining("Authentication failed");
    }
    Map<String, Object> anonymous =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "default.api.timeout.ms",
            3_000,
            "request.timeout.ms",
            2_000);
    try (var admin = Admin.create(anonymous)) {
      assertThatThrownBy(() -> admin.listTopics().names().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void runAgainItChangesNothing() {
    assertThat(run()).contains(" 0 added, 0 taken away");
  }

  private static String run() {
    Program.Run run = setup.run(Map.of(), null, PATIENCE);
    assertThat(run.code()).as(run.output()).isZero();
    return run.output();
  }

  private static void createTopics() {
    try (var admin =
        Admin.create(settings("PLAIN", "plain.PlainLoginModule", "admin", ADMIN_PASSWORD))) {
      admin
          .createTopics(
              Arrays.stream(Topic.values())
                  .map(topic -> new NewTopic(topic.name(PREFIX), 1, (short) 1))
                  .toList())
          .all()
          .get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean writes(Producer<byte[], byte[]> producer, String topic) throws Exception {
    try {
      producer
          .send(new ProducerRecord<>(topic, 0, new byte[16], new byte[] {1}))
          .get(20, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException refused) {
      assertThat(refused).hasCauseInstanceOf(TopicAuthorizationException.class);
      return false;
    } catch (TopicAuthorizationException refused) {
      return false;
    }
  }

  private static boolean reads(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    var partition = new TopicPartition(topic, 0);
    try {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.position(partition);
      // Answers at once if it is not allowed; an empty topic takes the whole time.
      consumer.poll(Duration.ofMillis(700));
      return true;
    } catch (TopicAuthorizationException refused) {
      return false;
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Service service) {
    Map<String, Object> settings = client(service.text());
    settings.put("acks", "all");
    // As ours are; who may append nowhere would not even get a producer id.
    settings.put("enable.idempotence", !Topic.writtenBy(service).isEmpty());
    var bytes = new ByteArraySerializer();
    return new KafkaProducer<>(settings, bytes, bytes);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String name, String group) {
    Map<String, Object> settings = client(name);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", false);
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  private static Map<String, Object> client(String name) {
    String user = name.replace("-with-anothers", "");
    return settings(
        "SCRAM-SHA-512", "scram.ScramLoginModule", user, passwords.getOrDefault(name, ""));
  }

  private static Map<String, Object> settings(
      String mechanism, String module, String user, String password) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", mechanism);
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
            .formatted(module, user, password));
    return settings;
  }
}
