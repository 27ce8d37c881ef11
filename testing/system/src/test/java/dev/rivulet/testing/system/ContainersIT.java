package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.media.UploadListener;
import dev.rivulet.client.media.Uploaded;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole of `docker-compose.yml` by its public interfaces alone, through its balancer. Started
/// by `deploy/offline/test`.
@Timeout(300)
@Tag("by-hand")
class ContainersIT {
  private static final int MEMBERS = 6;
  private static final int EACH = 20;

  private static Deployment deployment;

  @TempDir Path directory;

  @BeforeAll
  static void connect() {
    deployment = new Deployment();
  }

  @AfterAll
  static void disconnect() {
    deployment.close();
  }

  @Test
  void groupTalksAndEverybodySeesAndReadsTheSame() {
    List<Person> people = deployment.people(MEMBERS);
    UUID group = Talk.newGroup(people);
    List<OutgoingMessage> messages = sendFromAll(people, group);
    Talk.awaitSent(messages);
    check(people, group, messages);
    Person.closeAll(people);
  }

  @Test
  void senderSeesWhatWasDeliveredAndReadThroughTheFlinkJob() {
    List<Person> people = deployment.people(2);
    Person ann = people.getFirst();
    Person bob = people.getLast();
    UUID direct = Talk.newDirect(ann, bob);
    long seq = Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK));
    await("delivered").atMost(Talk.PATIENCE).until(() -> status(ann, direct, seq, false));
    bob.device().client().read(direct, seq);
    await("read").atMost(Talk.PATIENCE).until(() -> status(ann, direct, seq, true));
    Person.closeAll(people);
  }

  @Test
  void mediumIsUploadedFetchedAndServedFromTheCacheToWhoHasItsAddress() throws Exception {
    List<Person> people = deployment.people(2);
    Person ann = people.getFirst();
    Person bob = people.getLast();
    UUID direct = Talk.newDirect(ann, bob);
    byte[] bytes = new byte[100_000];
    new Random(8).nextBytes(bytes);
    Path file = Files.write(directory.resolve("data"), bytes);
    Uploaded uploaded = ann.device().client().media().upload(file, UploadListener.NONE);
    long seq =
        Talk.awaitSent(
            ann.device()
                .client()
                .sendMedia(direct, TestStack.BODY_MARK, List.of(uploaded.ticket())));
    bob.device().awaitSeq(direct, seq);
    Path saved = directory.resolve("saved");
    bob.device().client().media().download(direct, seq, uploaded.id(), "original", saved);
    assertThat(saved).hasBinaryContent(bytes);

    String url =
        bob.device()
            .client()
            .media()
            .addresses(direct, seq)
            .url(uploaded.id(), "original")
            .orElseThrow();
    HttpResponse<Void> again = get(url);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.headers().firstValue("X-Cache")).hasValue("hit");
    assertThat(get(url.replaceFirst("&signature=.*", "")).statusCode()).isEqualTo(403);
    Person.closeAll(people);
  }

  @Test
  void deviceThatComesBackGetsWhatItMissed() {
    List<Person> people = deployment.people(3);
    UUID group = Talk.newGroup(people);
    Person away = people.getLast();
    away.device().close();
    List<OutgoingMessage> messages = people.getFirst().device().sendMany(group, EACH);
    Talk.awaitSent(messages);
    TestDevice back = away.replaceClient(deployment.addresses());
    back.start();
    back.awaitLive();
    check(people, group, messages);
    Person.closeAll(people);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edge-gateway",
        "fanout",
        "router",
        "storage-sink",
        "client-api",
        "media-ingest",
        "flink-taskmanager",
        "flink-jobmanager",
        "kafka-2",
        "redis"
      })
  void containerThatIsKilledComesBackAndNothingIsLost(String service) {
    List<Person> people = deployment.people(4);
    UUID group = Talk.newGroup(people);
    List<OutgoingMessage> messages = new ArrayList<>(sendFromAll(people, group));
    Deployment.containers().killAndAwaitReturn(service);
    messages.addAll(sendFromAll(people, group));
    Talk.awaitSent(messages);
    check(people, group, messages);
    Person.closeAll(people);
  }

  @Test
  void onlyTheBalancerAndWhatOperatorsLookAtIsPublishedAndOnLoopback() {
    assertThat(Deployment.containers().published())
        .isNotEmpty()
        .allSatisfy(
            port -> assertThat(port).matches("127\\.0\\.0\\.1:\\d+->(8443|8081|9090|3000)/tcp"));
  }

  @Test
  void metricsHealthAndAdminAreNotRouted() throws Exception {
    for (String path :
        List.of("/metrics", "/health/ready", "/health/live", "/admin/users/somebody")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka-1", "cassandra", "redis", "objects", "flink-jobmanager"})
  void serverLetsNobodyInWithoutAPasswordOrWithAWellKnownOne(String service) throws Exception {
    Stranger stranger = new Stranger(Deployment.containers().address(service));
    switch (service) {
      case "kafka-1" -> assertThat(stranger.kafkaAnswers()).isFalse();
      case "cassandra" -> {
        assertThat(stranger.cassandraAnswersTo(null)).isFalse();
        assertThat(stranger.cassandraAnswersTo("cassandra")).isFalse();
      }
      case "redis" -> assertThat(stranger.redisAnswer()).startsWith("-NOAUTH");
      case "objects" -> assertThat(stranger.objectsStatus()).isEqualTo(403);
      default ->
          assertThatThrownBy(stranger::flinkOverview)
              .isInstanceOf(IOException.class)
              .isNotInstanceOf(ConnectException.class);
    }
  }

  private static List<OutgoingMessage> sendFromAll(List<Person> people, UUID group) {
    return people.stream()
        .flatMap(person -> person.device().sendMany(group, EACH).stream())
        .toList();
  }

  /// Everybody has the same events, every message once, and history says the same.
  private static void check(List<Person> people, UUID group, List<OutgoingMessage> messages) {
    Person first = people.getFirst();
    long last =
        messages.stream().mapToLong(message -> Talk.seq(message.outcome())).max().orElseThrow();
    people.forEach(person -> person.device().awaitSeq(group, last));
    List<ConversationEvent> expected = first.device().view(group);
    assertThat(expected.stream().map(ConversationEvent::id))
        .containsAll(messages.stream().map(OutgoingMessage::id).toList())
        .doesNotHaveDuplicates();
    for (Person person : people) {
      Checker.assertSame(person + " (live)", person.device().view(group), expected);
      assertThat(person.device().faults()).as("faults seen by %s", person).isEmpty();
      Checker.checkHistory(person, group, expected);
    }
  }

  private static boolean status(Person sender, UUID conversation, long seq, boolean read) {
    return sender.device().statuses().stream()
        .filter(it -> it.conversation().equals(conversation))
        .map(it -> read ? it.read() : it.delivered())
        .anyMatch(upTo -> upTo != null && upTo >= seq);
  }

  private static HttpResponse<Void> get(String path) throws IOException, InterruptedException {
    URI uri = deployment.address().resolve(path);
    return deployment.http().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }
}
