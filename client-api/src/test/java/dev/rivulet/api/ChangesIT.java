package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageEdited;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.log.Target;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is changed in a conversation, and what history and sync show of it.
class ChangesIT extends ApiScene {
  @BeforeAll
  static void prepare() {
    servers.createTopics();
    servers.createTables();
    awaitReady();
  }

  @Test
  void receiptsAndUnreadCountsComeFromWatermarks() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    servers.watermarks(group, ann.user(), 5, 5, 4);
    servers.watermarks(group, bob.user(), 4, 3, 2);
    String receipts = "/v1/conversations/" + group + "/receipts";
    assertThat(ann.api().get(receipts).is(200).body().path("receipts"))
        .extracting(
            it -> it.path("user").asText() + it.path("delivered") + it.path("read").asText())
        .containsExactlyInAnyOrder(ann.user() + "55", bob.user() + "43");
    String message = "/v1/conversations/%s/messages/4/receipts".formatted(group);
    JsonNode fourth = ann.api().get(message).is(200).body();
    assertThat(fourth.path("delivered").asInt()).isEqualTo(1);
    assertThat(fourth.path("read").asInt()).isZero();
    assertThat(fourth.path("members").path(0).path("user").asText()).isEqualTo("" + bob.user());
    JsonNode list = bob.api().get("/v1/conversations").is(200).body();
    assertThat(list.path("unread").asInt()).isEqualTo(2);
    assertThat(list.path("conversations").path(0).path("unread").asInt()).isEqualTo(2);
    assertThat(list.path("conversations").path(0).path("read").asInt()).isEqualTo(3);
    bob.api().patch("/v1/me/privacy", Map.of("receipts", false)).is(200);
    bob.api().get(message).isProblem(403, "receipts-off");
    assertThat(bob.api().get(receipts).is(200).body().path("receipts")).hasSize(1);
    signUp("eve").api().get(receipts).isProblem(404, "unknown-conversation");
  }

  @Test
  void presenceIsShownToAcquaintancesUntilTheGatewayIsGoneOrItIsHidden() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    group(ann, bob, 2);
    String presence = "/v1/presence?users=" + bob.user();
    servers.attached(bob.user());
    JsonNode online = ann.api().get(presence).is(200).body().path("users").path(0);
    assertThat(online.path("online").asBoolean()).isTrue();
    assertThat(online.has("lastSeen")).isFalse();
    servers.gatewayGone();
    JsonNode offline = ann.api().get(presence).is(200).body().path("users").path(0);
    assertThat(offline.path("online").asBoolean()).isFalse();
    assertThat(offline.path("lastSeen").asLong()).isEqualTo(1_700_000_000_000L);
    assertThat(signUp("eve").api().get(presence).is(200).body().path("users")).isEmpty();
    bob.api().patch("/v1/me/privacy", Map.of("presence", false)).is(200);
    assertThat(ann.api().get(presence).is(200).body().path("users")).isEmpty();
    assertThat(bob.api().get("/v1/me/privacy").is(200).body().path("presence").asBoolean())
        .isFalse();
    ann.api().get("/v1/presence?users=x").isProblem(400, "bad-request");
    String many =
        Stream.generate(() -> UUID.randomUUID().toString())
            .limit(200)
            .collect(Collectors.joining(","));
    ann.api().get("/v1/presence?users=" + many).is(200);
    ann.api().get("/v1/presence?users=" + many + "," + ann.user()).isProblem(400, "bad-request");
  }

  @Test
  void aChangeNamesTheAuthorAndTimeOfWhatItChanges() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    String message = "/v1/conversations/" + group + "/messages/3";
    String edit = ann.api().patch(message, Map.of("text", "new")).is(202).text("command");
    bob.api().put(message + "/reactions/%F0%9F%91%8D", Map.of()).is(202);
    bob.api().delete(message + "/reactions/%F0%9F%91%8D").is(202);
    ann.api().delete(message).is(202);
    List<Command> commands = commands(group);
    Target target = commands.getFirst().getEditMessage().getTarget();
    assertThat(target.getSeq()).isEqualTo(3);
    assertThat(Ids.uuid(target.getAuthor())).isEqualTo(ann.user());
    assertThat(target.getTime()).isEqualTo(1_000_003);
    assertThat(commands.getFirst().getClientMessageId()).isEqualTo(edit);
    assertThat(commands.getFirst().getEditMessage().getContent().getContent().toStringUtf8())
        .isEqualTo("new");
    assertThat(commands.subList(1, 3))
        .extracting(it -> it.getReact().getEmoji() + it.getReact().getRemove())
        .containsExactly("\ud83d\udc4dfalse", "\ud83d\udc4dtrue");
    assertThat(commands.get(3).getDeleteMessage().getTarget()).isEqualTo(target);
    String messages = "/v1/conversations/" + group + "/messages/";
    ann.api().delete(messages + "1").isProblem(404, "unknown-message");
    ann.api().delete(messages + "x").isProblem(404, "unknown-message");
    ann.api().delete(messages + "6").isProblem(503, "unavailable");
    ann.api().patch(message, Map.of("text", "")).isProblem(422, "empty");
    Person eve = signUp("eve");
    eve.api().delete(messages + "3").isProblem(404, "unknown-conversation");
    eve.api().delete(messages + "4000").isProblem(404, "unknown-conversation");
  }

  @Test
  void howAConversationIsKeptIsChangedByCommands() throws Exception {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    String path = "/v1/conversations/" + group;
    ann.api()
        .patch(path, Map.of("name", "new", "picture", "", "history", "from-the-start"))
        .is(202);
    ann.api().patch(path, Map.of("picture", "")).is(202);
    ann.api().put(path + "/members/" + bob.user() + "/role", Map.of("role", "admin")).is(202);
    ann.api().put(path + "/mute", Map.of("muted", true)).is(202);
    ann.api().put(path + "/block", Map.of("blocked", true)).is(202);
    ann.api().post(path + "/close", Map.of()).is(202);
    assertThat(commands(group))
        .extracting(Command::getBodyCase)
        .containsExactly(
            Command.BodyCase.CHANGE_GROUP,
            Command.BodyCase.CHANGE_GROUP,
            Command.BodyCase.CHANGE_ROLE,
            Command.BodyCase.MUTE,
            Command.BodyCase.BLOCK,
            Command.BodyCase.CLOSE_GROUP);
    assertThat(commands(group).get(1).getChangeGroup().hasPicture()).isTrue();
    assertThat(commands(group).get(2).getChangeRole().getRole()).isEqualTo(Role.ADMIN);
    ann.api().patch(path, Map.of()).isProblem(400, "bad-request");
    ann.api().patch(path, Map.of("history", "all")).isProblem(400, "bad-request");
    ann.api().patch(path, Map.of("name", " ")).isProblem(422, "invalid-name");
  }

  @Test
  void historyShowsWhatHasBecomeOfAMessage() {
    Person ann = signUp("ann");
    Person bob = signUp("bob");
    UUID group = group(ann, bob, 5);
    Content better = Content.newBuilder().setContent(ByteString.copyFromUtf8("better")).build();
    Event edited =
        event(group, 6, ann)
            .setMessageEdited(MessageEdited.newBuilder().setSeq(3).setContent(better))
            .build();
    servers.event(group, edited);
    servers.edited(group, edited);
    servers.reacted(group, 3, "+1", bob.user(), 5);
    servers.deleted(group, 4, 5);
    UUID picture = UUID.randomUUID();
    servers.group(group, picture, 2);
    servers.role(group, bob.user(), 5, 2);
    String path = "/v1/conversations/" + group;
    JsonNode events = bob.api().get(path + "/messages?before=5").is(200).body().path("events");
    assertThat(events.get(0).path("state").path("deleted").asBoolean()).isTrue();
    assertThat(events.get(0).has("text")).isFalse();
    assertThat(events.get(1).path("text").asText()).isEqualTo("better");
    assertThat(events.get(1).path("state"))
        .hasToString("{\"edited\":6,\"reactions\":[{\"emoji\":\"+1\",\"count\":1,\"mine\":true}]}");
    assertThat(events.get(2).has("state")).isFalse();
    JsonNode raw = bob.api().get(path + "/events?from=3&to=3").is(200).body().path("events");
    assertThat(raw.get(0).path("text").asText()).isEqualTo("text 3");
    JsonNode view = bob.api().get(path).is(200).body();
    assertThat(view.path("picture").asText()).isEqualTo(picture.toString());
    assertThat(view.path("history").asText()).isEqualTo("from-the-start");
    assertThat(view.path("closed").asBoolean()).isTrue();
    assertThat(view.path("role").asText()).isEqualTo("admin");
    assertThat(view.path("muted").asBoolean()).isTrue();
    assertThat(bob.api().get(path + "/members").body().path("members").toString())
        .contains("\"role\":\"admin\",\"visibleFrom\":1");
  }

  @Test
  void syncTellsTheHeadsOfBigConversations() {
    Person ann = signUp("ann");
    UUID group = group(ann, signUp("bob"), 5);
    servers.bigHead(ann.user(), group, 50, 5);
    servers.bigHead(ann.user(), UUID.randomUUID(), 51, 9);
    servers.progress(ann.user(), 100);
    String from = new Cursor(ApiServers.GENERATION, 40, System.currentTimeMillis()).encode();
    String to = new Cursor(ApiServers.GENERATION, 100, System.currentTimeMillis()).encode();
    JsonNode answer = ann.api().get("/v1/sync?from=%s&to=%s".formatted(from, to)).is(200).body();
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("heads"))
        .hasToString("[{\"conversation\":\"%s\",\"seq\":5}]".formatted(group));
  }
}
