package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.id.Ids;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// One who never belonged to a conversation gets the same answers as for an id that nobody made.
@ExtendWith(StackExtension.class)
@Timeout(60)
@Order(2)
class OutsiderIT {
  private final TestStack stack;

  OutsiderIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void outsiderCannotTellAGroupFromNothing() {
    List<Person> people = stack.people(4);
    Person outsider = people.getLast();
    List<Person> members = people.subList(0, 3);
    UUID group = Talk.newGroup(members);
    Talk.awaitSent(members.getFirst().device().sendMany(group, 5));
    Truth before = stack.log().catchUp().truth(group);

    UUID nothing = UUID.randomUUID();
    assertThat(answers(outsider, group)).isEqualTo(answers(outsider, nothing));
    assertThat(refusals(outsider, group)).isEqualTo(refusals(outsider, nothing));
    assertThat(frames(outsider, group)).isEqualTo(frames(outsider, nothing));

    Truth after = Checker.check(stack, group, members);
    assertThat(after.all()).isEqualTo(before.all());
    assertThat(stack.log().truth(nothing).all()).isEmpty();
    assertThat(outsider.device().knows(group)).isFalse();
    assertThat(outsider.device().client().api().allConversations().join()).isEmpty();
    Person.closeAll(people);
  }

  /// The id of a 1:1 can be computed by anybody who knows the two.
  @Test
  void outsiderCannotTellWhetherTwoPeopleTalk() {
    List<Person> people = stack.people(4);
    Person outsider = people.getLast();
    UUID talk = Talk.newDirect(people.get(0), people.get(1));
    Talk.awaitSent(people.getFirst().device().sendMany(talk, 5));

    UUID nothing = Ids.direct(people.get(0).id(), people.get(2).id());
    assertThat(answers(outsider, talk)).isEqualTo(answers(outsider, nothing));
    assertThat(refusals(outsider, talk)).isEqualTo(refusals(outsider, nothing));
    assertThat(frames(outsider, talk)).isEqualTo(frames(outsider, nothing));

    Truth after = Checker.check(stack, talk, people.subList(0, 2));
    assertThat(after.lastSeq()).isEqualTo(6);
    assertThat(outsider.device().knows(talk)).isFalse();
    Person.closeAll(people);
  }

  /// To every request that reads.
  private List<Http.Answer> answers(Person outsider, UUID conversation) {
    String path = "/v1/conversations/" + conversation;
    List<Http.Answer> answers = new ArrayList<>();
    try (Http http = new Http(stack.api())) {
      for (String rest :
          List.of("", "/members", "/messages", "/messages/2/media", "/events?from=1&to=5")) {
        answers.add(http.get(path + rest, outsider.device().accessToken()).without(conversation));
      }
    }
    assertThat(answers)
        .extracting(Http.Answer::statusAndCode)
        .containsOnly("404 unknown-conversation");
    return answers;
  }

  /// To commands over HTTP: the answer, and what his device hears of it.
  private List<String> refusals(Person outsider, UUID conversation) {
    // A key is one request's alone: these would not do for another conversation.
    UUID add = UUID.randomUUID();
    UUID remove = UUID.randomUUID();
    int heard = outsider.device().refusals().size();
    URI members = stack.api().resolve("/v1/conversations/" + conversation + "/members");
    List<String> all = new ArrayList<>();
    try (Http http = new Http(stack.api())) {
      for (HttpRequest.Builder request :
          List.of(
              HttpRequest.newBuilder(members)
                  .header("Idempotency-Key", add.toString())
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"users\":[\"" + outsider.id() + "\"]}")),
              HttpRequest.newBuilder(URI.create(members + "/" + outsider.id()))
                  .header("Idempotency-Key", remove.toString())
                  .DELETE())) {
        request.header("Authorization", "Bearer " + outsider.device().accessToken());
        all.add(http.send(request.build()).without(conversation).toString());
      }
    }
    await("refusals")
        .atMost(Talk.PATIENCE)
        .until(() -> outsider.device().refusals().size() == heard + 2);
    outsider.device().refusals().stream()
        .skip(heard)
        .map(refused -> refused.toString().replace(conversation.toString(), "ID"))
        .forEach(all::add);
    assertThat(all.getLast()).contains("unknown-conversation");
    return all.stream()
        .map(it -> it.replace(add.toString(), "ADD").replace(remove.toString(), "REMOVE"))
        .sorted()
        .toList();
  }

  /// To a message: all that his socket hears, byte by byte.
  private List<String> frames(Person outsider, UUID conversation) {
    Person twin = outsider;
    long connection = System.currentTimeMillis() + 1_000_000;
    twin.device().client().stop();
    List<String> frames = new ArrayList<>();
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getFirst(), twin.device().accessToken(), connection)) {
      raw.send(ClientFrame.Send.of(conversation, "m-1", 1, TestStack.BODY_MARK + " let me in"));
      String frame;
      do {
        frame = raw.next();
        if (!(RawSocket.decoded(frame) instanceof ServerFrame.CursorAt)) {
          frames.add(frame.replace(conversation.toString(), "ID"));
        }
      } while (!(RawSocket.decoded(frame) instanceof ServerFrame.Refused));
    }
    return frames;
  }
}
