package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Connections end and begin; what is said stays complete, in order and once.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(3)
class ReconnectIT {
  private static final int MISSED = 1_000;
  private static final int SENDS = 600;
  private static final int RECONNECT_EVERY = 60;

  private final TestStack stack;

  ReconnectIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void whoWasAwayForAThousandMessagesGetsThemAndWhatIsSaidMeanwhile() {
    List<Person> people = stack.people(3);
    TestDevice ann = people.get(0).device();
    TestDevice bob = people.get(1).device();
    UUID group = Talk.newGroup(people);
    Talk.awaitSent(ann.sendMany(group, 5));
    bob.awaitSeq(group, 6);
    bob.client().stop();
    await("bob is away").until(() -> bob.client().state() == ConnectionState.ENDED);

    Talk.awaitSent(ann.sendMany(group, MISSED));
    assertThat(bob.lastSeq(group)).isEqualTo(6);
    List<OutgoingMessage> meanwhile = ann.sendMany(group, 300);
    bob.start();
    bob.awaitLive();
    Talk.awaitSent(meanwhile);

    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.lastSeq()).isEqualTo(1 + 5 + MISSED + 300);
    Person.closeAll(people);
  }

  @Test
  void messagesSentAcrossReconnectsNeitherOvertakeNorRepeat() {
    List<Person> people = stack.people(2);
    TestDevice ann = people.getFirst().device();
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    List<OutgoingMessage> messages = ann.sendMany(direct, SENDS);
    for (int at = RECONNECT_EVERY; at < SENDS; at += RECONNECT_EVERY) {
      messages.get(at - 1).decided().join();
      // The other gateway; what is on its way through this one is sent again there.
      ann.client().reconnect();
    }
    Talk.awaitSent(messages);
    Truth truth = Checker.check(stack, direct, people);
    assertThat(truth.texts()).isEqualTo(messages.stream().map(OutgoingMessage::text).toList());
    Person.closeAll(people);
  }

  /// The same frames through both gateways at once, as a device whose network has changed sends
  /// them.
  @Test
  void framesRepeatedThroughTheOtherGatewayAreDecidedOnce() {
    List<Person> people = stack.people(2);
    TestDevice ann = people.getFirst().device();
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    ann.client().stop();
    List<ClientFrame.Send> sends = new ArrayList<>();
    for (int n = 1; n <= 100; n++) {
      sends.add(ClientFrame.Send.of(direct, "m-" + n, n, TestStack.BODY_MARK + " number " + n));
    }
    long connection = System.currentTimeMillis() + 1_000_000;
    try (RawSocket first =
        RawSocket.attach(stack.gateways().getFirst(), ann.accessToken(), connection)) {
      sends.forEach(first::send);
      try (RawSocket second =
          RawSocket.attach(stack.gateways().getLast(), ann.accessToken(), connection + 1)) {
        sends.forEach(second::send);
        for (int n = 1; n <= 100; n++) {
          assertThat(second.await(ServerFrame.Ack.class).n()).isEqualTo(n);
        }
        people.getLast().device().awaitSeq(direct, 101);
        // One more, decided behind all the repeats.
        second.send(ClientFrame.Send.of(direct, "m-101", 101, TestStack.BODY_MARK + " last"));
        people.getLast().device().awaitSeq(direct, 102);
      }
    }
    Truth truth = Checker.check(stack, direct, people.subList(1, 2));
    assertThat(truth.texts())
        .startsWith(sends.stream().map(ClientFrame.Send::text).toArray(String[]::new))
        .hasSize(101);
    Person.closeAll(people);
  }

  @Test
  void gatewayThatIsStoppedSendsItsClientsToTheOther() {
    List<Person> people = stack.people(3);
    TestDevice ann = people.getFirst().device();
    UUID group = Talk.newGroup(people);
    Person bob = people.getLast();
    bob.device().client().stop();
    ServerProcess gateway = stack.processes().instances(Services.EDGE_GATEWAY).getLast();
    long connection = System.currentTimeMillis() + 1_000_000;
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getLast(), bob.device().accessToken(), connection)) {
      List<OutgoingMessage> messages = ann.sendMany(group, SENDS);
      messages.get(SENDS / 4).decided().join();
      gateway.stop();
      try {
        assertThat(raw.await(ServerFrame.Reconnect.class).after()).isNotNegative();
        assertThat(raw.awaitClose()).isEqualTo(1012);
        Talk.awaitSent(messages);
      } finally {
        gateway.startAndAwait(Talk.PATIENCE);
      }
    }
    Truth truth = Checker.check(stack, group, people.subList(0, 2));
    assertThat(truth.lastSeq()).isEqualTo(1 + SENDS);
    Person.closeAll(people);
  }
}
