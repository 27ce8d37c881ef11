package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.EventRange;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// People talk, over two gateways.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(1)
class ChatIT {
  private final TestStack stack;

  ChatIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void twoPeopleTalk() {
    List<Person> people = new ArrayList<>(stack.people(1, stack.addressesOf(0)));
    people.addAll(stack.people(1, stack.addressesOf(1)));
    TestDevice ann = people.getFirst().device();
    TestDevice bob = people.getLast().device();
    UUID direct = ann.client().api().openDirect(people.getLast().id()).join();
    assertThat(bob.client().api().openDirect(people.getFirst().id()).join()).isEqualTo(direct);
    bob.awaitSeq(direct, 1);
    for (int turn = 0; turn < 20; turn++) {
      Talk.awaitSent(ann.send(direct, TestStack.BODY_MARK + " from ann " + turn));
      Talk.awaitSent(bob.send(direct, TestStack.BODY_MARK + " from bob " + turn));
    }
    Truth truth = Checker.check(stack, direct, people);
    assertThat(truth.lastSeq()).isEqualTo(41);
    Person.closeAll(people);
  }

  @Test
  void groupOf50HearsEverybodyOverTwoGateways() {
    List<Person> people = new ArrayList<>(stack.people(25, stack.addressesOf(0)));
    people.addAll(stack.people(25, stack.addressesOf(1)));
    UUID group = Talk.newGroup(people);
    List<OutgoingMessage> messages = new ArrayList<>();
    people.forEach(person -> messages.addAll(person.device().sendMany(group, 10)));
    Talk.awaitSent(messages);
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.lastSeq()).isEqualTo(1 + 500);
    Person.closeAll(people);
  }

  @Test
  void twoDevicesOfOneUserAreBothComplete() {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    UUID direct = ann.device().client().api().openDirect(people.getLast().id()).join();
    Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK + " before the second device"));
    TestDevice second = ann.addDevice();
    List<OutgoingMessage> messages = new ArrayList<>();
    messages.addAll(ann.device().sendMany(direct, 100));
    messages.addAll(second.sendMany(direct, 100));
    messages.addAll(people.getLast().device().sendMany(direct, 100));
    Talk.awaitSent(messages);
    Truth truth = Checker.check(stack, direct, people);
    assertThat(truth.lastSeq()).isEqualTo(2 + 300);
    Person.closeAll(people);
  }

  @Test
  void removedMemberReceivesNothingFurtherAndCannotReadIt() {
    List<Person> people = stack.people(4);
    TestDevice ann = people.getFirst().device();
    Person dan = people.getLast();
    UUID group = Talk.newGroup(people);
    Talk.awaitSent(ann.sendMany(group, 10));
    Outcome removed = ann.client().removeMember(group, dan.id()).join();
    long end = ((Outcome.Sent) removed).seq();
    dan.device().awaitSeq(group, end);
    Talk.awaitSent(ann.sendMany(group, 50));

    // What comes to him later says that nothing of the group is still on its way.
    UUID direct = ann.client().api().openDirect(dan.id()).join();
    Talk.awaitSent(ann.send(direct, TestStack.BODY_MARK + " only for you"));
    dan.device().awaitSeq(direct, 2);
    Checker.check(stack, group, people);
    assertThat(dan.device().lastSeq(group)).isEqualTo(end);

    cannotRead(dan, group, end);
    assertThat(dan.device().send(group, TestStack.BODY_MARK + " again").outcome().join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.code()).isEqualTo("not-a-member"));

    // Whoever comes back sees what is said from then on, and nothing of the time between.
    assertThat(ann.client().addMembers(group, List.of(dan.id())).join())
        .isInstanceOf(Outcome.Sent.class);
    Talk.awaitSent(ann.sendMany(group, 10));
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.visibleTo(dan.id())).hasSize((int) truth.lastSeq() - 50);
    Person.closeAll(people);
  }

  private static void cannotRead(Person former, UUID group, long end) {
    ChatApi api = former.device().client().api();
    EventRange after = api.events(group, end + 1, end + 50).join();
    assertThat(after.events()).isEmpty();
    assertThat(api.history(group, end + 20, 50).join().events())
        .allSatisfy(event -> assertThat(event.seq()).isLessThanOrEqualTo(end));
    assertThat(api.conversation(group).join().seq()).isEqualTo(end);
    assertThat(api.conversation(group).join().leftAt()).isEqualTo(end + 1);
    assertThat(failure(api.members(group))).isEqualTo("404 unknown-conversation");
  }

  @Test
  void whoLeavesSeesHisOwnLeavingLast() {
    List<Person> people = stack.people(3);
    TestDevice ann = people.getFirst().device();
    TestDevice cy = people.getLast().device();
    UUID group = Talk.newGroup(people);
    Talk.awaitSent(cy.sendMany(group, 5));
    long left = ((Outcome.Sent) cy.client().leave(group).join()).seq();
    Talk.awaitSent(ann.sendMany(group, 5));
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.at(left).orElseThrow().kind()).isEqualTo(ConversationEvent.LEFT);
    assertThat(cy.lastSeq(group)).isEqualTo(left);
    Person.closeAll(people);
  }

  @Test
  void revokedDeviceIsPutOutAndStaysOut() {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    UUID direct = Talk.newDirect(ann, people.getLast());
    TestDevice lost = ann.addDevice();
    ann.device().client().api().revoke(lost.device()).join();
    await("the lost device is put out")
        .atMost(Talk.PATIENCE)
        .until(() -> lost.client().state() == ConnectionState.ENDED);
    assertThat(lost.client().stateDetail()).contains("4510");
    Talk.awaitSent(people.getLast().device().sendMany(direct, 10));
    ann.device().awaitSeq(direct, 11);
    assertThat(lost.lastSeq(direct)).isEqualTo(1);
    try (Http http = new Http(stack.api())) {
      assertThat(http.get("/v1/me", lost.accessToken()).statusAndCode())
          .isEqualTo("401 unauthorized");
      String refresh = "{\"refreshToken\":\"" + lost.refreshToken() + "\"}";
      assertThat(http.post("/v1/token", null, refresh).statusAndCode())
          .isEqualTo("401 invalid-refresh-token");
    }
    lost.close();
    ann.devices().remove(lost);
    Checker.check(stack, direct, people);
    Person.closeAll(people);
  }

  private static String failure(CompletableFuture<?> refused) {
    Throwable thrown = catchThrowable(refused::join);
    return thrown != null && thrown.getCause() instanceof ApiFailure failure
        ? failure.status() + " " + failure.code()
        : "not refused: " + thrown;
  }
}
