package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.cql.Migration;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MembersRemoved;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.UserRecord;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClientApiIT extends ApiScene {
  /// What it said before there were tables and topics.
  private static JsonNode readyWithoutTables;

  private static ApiClient.Answer signUpWithoutTables;

  @BeforeAll
  static void prepare() {
    readyWithoutTables = ready().body();
    signUpWithoutTables = trySignUp("early");
    servers.createTopics();
    servers.createTables();
    awaitReady();
  }

  @Test
  void withoutTablesItStaysUpAndRefuses() {
    assertThat(readyWithoutTables.path("status").asText()).isEqualTo("down");
    assertThat(readyWithoutTables.path("checks").path("topics").asText()).isNotEqualTo("up");
    signUpWithoutTables.isProblem(503, "unavailable");
  }

  @Test
  void tablesOfAnotherVersionAreNotTouched() {
    Person ann = signUp("ann");
    servers.setSchemaVersion(Migration.LATEST + 1);
    try {
      await().atMost(SOON).untilAsserted(() -> ready().is(503));
      assertThat(ready().body().path("checks").path("cassandra").asText())
          .isEqualTo("schema-unknown");
      ann.api().get("/v1/me").isProblem(503, "unavailable");
    } finally {
      servers.setSchemaVersion(Migration.LATEST);
      awaitReady();
    }
  }

  @Test
  void anAccountIsMadeOnceHoweverManyTry() {
    String handle = "race" + UUID.randomUUID().toString().substring(0, 8);
    List<Integer> statuses =
        IntStream.range(0, 8)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> trySignUp(handle).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    trySignUp(handle).isProblem(409, "handle-taken");
  }

  @Test
  void aPersonIsFoundByHandleAndPublished() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    ApiClient.Answer found = ann.api().get("/v1/users?handle=" + bob.handle()).is(200);
    assertThat(found.id("user")).isEqualTo(bob.user());
    ann.api().get("/v1/users/" + bob.user()).is(200);
    ann.api().get("/v1/users?handle=nobody-of-this").isProblem(404, "unknown-user");
    bob.api().patch("/v1/me", Map.of("displayName", "Bob B.")).is(200);
    assertThat(ann.api().get("/v1/users/" + bob.user()).text("displayName")).isEqualTo("Bob B.");
    assertThat(servers.records(Topic.USERS))
        .map(record -> UserRecord.parseFrom(record.value()))
        .filteredOn(user -> Ids.uuid(user.getUser()).equals(bob.user()))
        .extracting(UserRecord::getDisplayName)
        .containsExactly(bob.handle(), "Bob B.");
  }

  @Test
  void aLogInChecksThePasswordAndKnowsTheDevice() {
    Person ann = signUp("ann");
    logIn(ann, "wrong horse 1").isProblem(401, "wrong-credentials");
    nobody
        .post("/v1/login", Map.of("handle", "nobody-of-this", "password", PASSWORD))
        .isProblem(401, "wrong-credentials");
    assertThat(logIn(ann, PASSWORD).is(200).id("device")).isNotEqualTo(ann.device());
    Map<String, ?> again =
        Map.of("handle", ann.handle(), "password", PASSWORD, "device", ann.device());
    assertThat(nobody.post("/v1/login", again).is(200).id("device")).isEqualTo(ann.device());
    assertThat(ann.api().get("/v1/devices").is(200).body().path("devices")).hasSize(2);
  }

  private static ApiClient.Answer logIn(Person person, String password) {
    return nobody.post("/v1/login", Map.of("handle", person.handle(), "password", password));
  }

  private static ApiClient.Answer refresh(String token) {
    return nobody.post("/v1/token", Map.of("refreshToken", token));
  }

  @Test
  void refreshTokensRotateAndAnOldOneRevokesTheDevice() throws Exception {
    Person ann = signUp("ann");
    List<CompletableFuture<String>> both =
        Stream.of(1, 2)
            .map(
                _ ->
                    CompletableFuture.supplyAsync(
                        () -> refresh(ann.refresh()).is(200).text("refreshToken")))
            .toList();
    String second = both.get(0).get();
    assertThat(both.get(1).get()).isEqualTo(second);
    String third = refresh(second).is(200).text("refreshToken");
    refresh(ann.refresh()).isProblem(401, "invalid-refresh-token");
    refresh(third).isProblem(401, "invalid-refresh-token");
    ann.api().get("/v1/me").isProblem(401, "unauthorized");
  }

  @Test
  void aRevokedDeviceIsRefusedAtOnceAndTheLogSaysSo() throws Exception {
    Person ann = signUp("ann");
    ApiClient.Answer other = logIn(ann, PASSWORD);
    ann.api().delete("/v1/devices/" + other.id("device")).is(204);
    nobody.as(other.text("accessToken")).get("/v1/me").isProblem(401, "unauthorized");
    refresh(other.text("refreshToken")).isProblem(401, "invalid-refresh-token");
    ann.api().delete("/v1/devices/" + UUID.randomUUID()).isProblem(404, "unknown-device");
    ann.api().post("/v1/logout", Map.of()).is(204);
    ann.api().get("/v1/me").isProblem(401, "unauthorized");
    List<UUID> revoked = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : servers.records(Topic.REVOCATIONS)) {
      Revocation revocation = Revocation.parseFrom(record.value());
      if (Ids.uuid(revocation.getUser()).equals(ann.user())) {
        revoked.add(Ids.uuid(revocation.getDevice()));
        assertThat(record.key()).hasSize(32);
      }
    }
    assertThat(revoked).containsExactly(other.id("device"), ann.device());
  }

  @Test
  void commandsAreInTheLogWhenTheAnswerComes() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID direct =
        ann.api().post("/v1/conversations", Map.of("user", bob.user())).is(201).id("conversation");
    assertThat(direct).isEqualTo(Ids.direct(ann.user(), bob.user()));
    UUID group = createGroup(ann, List.of(bob.user()), "key-1");
    assertThat(createGroup(ann, List.of(bob.user()), "key-1")).isEqualTo(group);
    String members = "/v1/conversations/" + group + "/members";
    String added =
        ann.api().post(members, Map.of("users", List.of(bob.user()))).is(202).text("command");
    ann.api().delete(members + "/" + bob.user()).is(202);
    ann.api().delete(members + "/" + ann.user()).is(202);
    List<Command> commands = commands(group);
    assertThat(commands)
        .extracting(Command::getBodyCase)
        .containsExactly(
            Command.BodyCase.CREATE_GROUP,
            Command.BodyCase.CREATE_GROUP,
            Command.BodyCase.ADD_MEMBERS,
            Command.BodyCase.REMOVE_MEMBERS,
            Command.BodyCase.LEAVE_GROUP);
    assertThat(commands.get(0)).isEqualTo(commands.get(1));
    assertThat(commands.get(0).getClientMessageId()).isEqualTo("key-1");
    assertThat(commands.get(2).getClientMessageId()).isEqualTo(added);
    assertThat(commands(direct)).extracting(Command::hasOpenDirect).containsExactly(true);
  }

  private static UUID createGroup(Person owner, List<UUID> members, String key) {
    return owner
        .api()
        .post("/v1/conversations", Map.of("name", "group", "members", members), key)
        .is(201)
        .id("conversation");
  }

  @Test
  void aLargeGroupIsCreatedInPartsAndATooLargeOneNotAtAll() throws Exception {
    Person ann = signUp("ann");
    List<UUID> members = Stream.generate(UUID::randomUUID).limit(1100).toList();
    members.forEach(user -> servers.user(user, "member"));
    UUID group = createGroup(ann, members, "large");
    assertThat(commands(group)).hasSize(3);
    List<UUID> tooMany = Stream.generate(UUID::randomUUID).limit(10_001).toList();
    Map<String, ?> tooLarge = Map.of("name", "group", "members", tooMany);
    ann.api().post("/v1/conversations", tooLarge).isProblem(422, "too-many-members");
    Map<String, ?> unknown = Map.of("name", "group", "members", List.of(UUID.randomUUID()));
    ann.api().post("/v1/conversations", unknown).isProblem(422, "unknown-user");
    ann.api()
        .post("/v1/conversations", Map.of("user", UUID.randomUUID()))
        .isProblem(404, "unknown-user");
    ann.api().post("/v1/conversations", Map.of("user", ann.user())).isProblem(422, "self");
  }

  @Test
  void historyIsReadAcrossBuckets() {
    Person ann = signUp("ann");
    UUID group = group(ann, signUp("bob"), 10_100);
    String path = "/v1/conversations/" + group;
    JsonNode page = ann.api().get(path + "/messages?limit=200").is(200).body();
    assertThat(page.path("events")).hasSize(200);
    assertThat(page.path("events").get(0).path("seq").asLong()).isEqualTo(10_100);
    assertThat(page.path("events").get(199).path("text").asText()).isEqualTo("text 9901");
    assertThat(page.path("more").asBoolean()).isTrue();
    JsonNode range = ann.api().get(path + "/events?from=9990&to=10010").is(200).body();
    assertThat(range.path("events")).hasSize(21);
    assertThat(range.path("complete").asBoolean()).isTrue();
    assertThat(ann.api().get(path + "/events?from=10100&to=10101").body().path("complete"))
        .hasToString("false");
    ann.api().get(path + "/events?from=1&to=501").isProblem(400, "bad-request");
  }

  @Test
  void aRemovedMemberReadsUntilHisRemoval() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 10);
    MembersRemoved removed = MembersRemoved.newBuilder().addUsers(Ids.bytes(bob.user())).build();
    Event removal =
        event(group, 11, ann).setCount(9).setMembers(1).setMembersRemoved(removed).build();
    servers.event(group, removal);
    servers.left(group, bob.user(), 11);
    servers.event(group, message(group, 12, ann));
    servers.head(group, message(group, 12, ann), false, "group");
    String path = "/v1/conversations/" + group;
    JsonNode view = bob.api().get(path).is(200).body();
    assertThat(view.path("seq").asLong()).isEqualTo(11);
    assertThat(view.path("leftAt").asLong()).isEqualTo(12);
    JsonNode events = bob.api().get(path + "/messages?limit=2").body().path("events");
    assertThat(events.get(0).path("kind").asText()).isEqualTo("removed");
    assertThat(events.get(1).path("seq").asLong()).isEqualTo(10);
    bob.api().get(path + "/members").isProblem(404, "unknown-conversation");
    assertThat(ann.api().get(path + "/members").is(200).body().path("members")).hasSize(1);
    assertThat(ann.api().get(path).body().path("seq").asLong()).isEqualTo(12);
  }

  @Test
  void anOutsiderCannotTellAConversationFromNone() {
    Person ann = signUp("ann");
    Person eve = signUp("eve");
    UUID group = group(ann, signUp("bob"), 5);
    for (String path :
        List.of("", "/members", "/messages", "/messages?before=3", "/events?from=1&to=3")) {
      ApiClient.Answer existing = eve.api().get("/v1/conversations/" + group + path);
      existing.isProblem(404, "unknown-conversation");
      assertThat(eve.api().get("/v1/conversations/" + UUID.randomUUID() + path))
          .isEqualTo(existing);
      assertThat(eve.api().get("/v1/conversations/no-id" + path)).isEqualTo(existing);
      nobody.get("/v1/conversations/" + group + path).isProblem(401, "unauthorized");
    }
  }

  @Test
  void conversationsAreListedNewestFirst() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID older = group(ann, bob, 5);
    UUID newer = group(ann, bob, 9);
    UUID direct = Ids.direct(ann.user(), bob.user());
    Event opened =
        event(direct, 1, ann)
            .setDirectOpened(
                DirectOpened.newBuilder()
                    .addMembers(Ids.bytes(ann.user()))
                    .addMembers(Ids.bytes(bob.user())))
            .build();
    servers.event(direct, opened);
    servers.head(direct, opened, true, "");
    servers.joined(direct, ann.user(), 1, false);
    JsonNode first = ann.api().get("/v1/conversations?limit=2").is(200).body();
    assertThat(first.path("conversations").findValuesAsText("conversation"))
        .containsExactly(newer.toString(), older.toString());
    JsonNode rest =
        ann.api().get("/v1/conversations?limit=2&after=" + first.path("next").asText()).body();
    assertThat(rest.path("conversations")).hasSize(1);
    assertThat(rest.path("conversations").get(0).path("members")).hasSize(2);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void syncReturnsTheInboxUpToTheAttach() {
    Person ann = signUp("ann");
    UUID group = UUID.randomUUID();
    int today = (int) Duration.ofMillis(System.currentTimeMillis()).toDays();
    for (int i = 1; i <= 10; i++) {
      servers.inbox(ann.user(), today - 10 + i, 10L * i, message(group, i, ann));
    }
    long begin = System.currentTimeMillis() - Duration.ofDays(9).toMillis();
    String from = new Cursor(ApiServers.GENERATION, 0, begin).encode();
    String to = new Cursor(ApiServers.GENERATION, 200, System.currentTimeMillis()).encode();
    servers.progress(ann.user(), 95);
    List<Long> seqs = new ArrayList<>();
    JsonNode answer;
    do {
      answer = ann.api().get("/v1/sync?limit=4&from=%s&to=%s".formatted(from, to)).is(200).body();
      answer.path("events").forEach(event -> seqs.add(event.path("seq").asLong()));
      from = answer.path("cursor").asText();
      if (answer.has("retryAfter")) {
        servers.progress(ann.user(), 200);
      }
    } while (!answer.path("complete").asBoolean());
    assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(Cursor.decode(from).orElseThrow().offset()).isEqualTo(200);
    assertThat(ann.api().get("/v1/sync?to=" + to).body().path("resync").asBoolean()).isTrue();
  }

  @Test
  void withoutRedisEverythingWorks() {
    Person ann = signUp("ann");
    servers.redis.kill();
    try {
      logIn(ann, PASSWORD).is(200);
      ready().is(200);
    } finally {
      servers.redis.startAndAwait(SOON);
    }
  }

  @Test
  void withoutTheLogOneCanReadButNotWrite() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    servers.kafka.kill();
    try {
      ann.api().get("/v1/conversations/" + group + "/messages").is(200);
      logIn(ann, PASSWORD).is(200);
      ann.api().post("/v1/conversations", Map.of("user", bob.user())).isProblem(503, "unavailable");
      String handle = "late" + UUID.randomUUID().toString().substring(0, 8);
      trySignUp(handle).isProblem(503, "unavailable");
      await().atMost(SOON).untilAsserted(() -> ready().is(503));
      servers.kafka.startAndAwait(SOON);
      awaitReady();
      trySignUp(handle).is(201);
    } finally {
      if (!servers.kafka.isAlive()) {
        servers.kafka.startAndAwait(SOON);
      }
    }
  }

  @Test
  void withoutTheStoreItRefusesAndComesBack() {
    Person ann = signUp("ann");
    servers.cassandra.suspend();
    try {
      ann.api().get("/v1/me").isProblem(503, "unavailable");
      await().atMost(SOON).untilAsserted(() -> ready().is(503));
    } finally {
      servers.cassandra.resume();
    }
    awaitReady();
    await().atMost(SOON).untilAsserted(() -> ann.api().get("/v1/me").is(200));
  }
}
