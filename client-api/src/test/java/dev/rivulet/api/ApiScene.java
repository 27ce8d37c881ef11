package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A running client-api with real servers, and what a test needs to tell its story.
@ExtendWith(SharedServers.class)
abstract class ApiScene {
  static final String PASSWORD = "correct horse";
  static final Duration SOON = Duration.ofMinutes(2);

  @TempDir static Path directory;
  static ApiServers servers;
  static ClientApi api;
  static HttpClient http;
  static ApiClient nobody;

  /// What a scene has besides what every one has.
  static final Map<String, String> SETTINGS = new HashMap<>();

  record Person(UUID user, UUID device, String handle, String refresh, ApiClient api) {}

  @BeforeAll
  static void open(TestInfo test) throws ClassNotFoundException {
    // A scene's own settings are there once its class is initialised.
    Class.forName(test.getTestClass().orElseThrow().getName());
    servers = new ApiServers(SharedServers.running, directory);
    Map<String, String> environment = servers.environment();
    environment.putAll(SETTINGS);
    api = ClientApi.start(Configuration.load(ApiConfig.class, environment, null));
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    nobody = new ApiClient(http, address("http"), null);
  }

  static URI address(String port) {
    return URI.create("http://127.0.0.1:" + api.ports().get(port) + "/");
  }

  static ApiClient.Answer ready() {
    return new ApiClient(http, address("admin"), null).get("/health/ready");
  }

  static void awaitReady() {
    await().atMost(SOON).untilAsserted(() -> ready().is(200));
  }

  @AfterAll
  static void stop() {
    http.close();
    api.close();
    servers.close();
  }

  static ApiClient.Answer trySignUp(String handle) {
    return nobody.post("/v1/accounts", Map.of("handle", handle, "password", PASSWORD));
  }

  static Person signUp(String prefix) {
    String handle = prefix + UUID.randomUUID().toString().substring(0, 8);
    ApiClient.Answer answer = trySignUp(handle).is(201);
    return new Person(
        answer.id("user"),
        answer.id("device"),
        handle,
        answer.text("refreshToken"),
        nobody.as(answer.text("accessToken")));
  }

  static List<Command> commands(UUID conversation) throws Exception {
    List<Command> commands = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : servers.records(Topic.COMMANDS)) {
      if (Ids.uuid(record.key()).equals(conversation)) {
        assertThat(record.partition()).isEqualTo(Partitions.of(conversation, 8));
        assertThat(record.headers().lastHeader(RecordHeaders.TYPE).value())
            .isEqualTo("rivulet.v1.Command".getBytes(StandardCharsets.US_ASCII));
        commands.add(Command.parseFrom(record.value()));
      }
    }
    return commands;
  }

  static Event.Builder event(UUID conversation, long seq, Person actor) {
    return Event.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setSeq(seq)
        .setTime(1_000_000 + seq)
        .setMembers(2)
        .setUser(Ids.bytes(actor.user()));
  }

  static Event message(UUID conversation, long seq, Person actor) {
    return event(conversation, seq, actor)
        .setCount(seq - 1)
        .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8("text " + seq)).build())
        .build();
  }

  /// A group in which `from` to `to` are messages of its owner, across the border of a bucket.
  static UUID group(Person owner, Person member, long to) {
    UUID group = UUID.randomUUID();
    servers.event(
        group,
        event(group, 1, owner).setGroupCreated(GroupCreated.newBuilder().setName("group")).build());
    servers.joined(group, owner.user(), 1, true);
    servers.joined(group, member.user(), 1, false);
    for (long seq = Math.max(2, to - 300); seq <= to; seq++) {
      servers.event(group, message(group, seq, owner));
    }
    servers.head(group, message(group, to, owner), false, "group");
    return group;
  }
}
