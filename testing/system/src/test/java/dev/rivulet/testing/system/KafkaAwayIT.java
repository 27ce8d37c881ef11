package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.ConnectionState;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The broker stops to answer (SIGSTOP) while people talk. What is sent is refused soon and may be
/// sent again; nobody loses his connection.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(8)
@Tag("slow")
class KafkaAwayIT {
  private static final int ROUNDS = 20;
  private static final int MESSAGES = 100;

  /// All of it together is far above what the heap may grow by.
  private static final String TEXT = TestStack.BODY_MARK + "x".repeat(10_000);

  private static final long GROWTH_MAX = 12 << 20;

  private final TestStack stack;

  KafkaAwayIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void sendsAreRefusedSessionsStayAndAllGoesOn() {
    List<Person> people = stack.people(2, stack.addressesOf(0));
    TestDevice ann = people.getFirst().device();
    TestDevice bob = people.getLast().device();
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    Talk.awaitSent(bob.send(direct, TestStack.BODY_MARK));
    ann.client().stop();
    long connection = System.currentTimeMillis() + 1_000_000;
    ServerProcess gateway = stack.processes().instances(Services.EDGE_GATEWAY).getFirst();
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getFirst(), ann.accessToken(), connection)) {
      refusedWhileAway(raw, direct, gateway);
      assertThat(raw.isOpen()).isTrue();
      assertThat(bob.connections()).extracting("state").doesNotContain(ConnectionState.WAITING);

      sendAll(raw, direct);
      bob.awaitSeq(direct, 2 + MESSAGES);
    }
    Truth truth = Checker.check(stack, direct, people.subList(1, 2));
    assertThat(truth.texts().subList(1, truth.texts().size()))
        .isEqualTo(IntStream.rangeClosed(1, MESSAGES).mapToObj(n -> TEXT + n).toList());
    Person.closeAll(people);
  }

  private void refusedWhileAway(RawSocket raw, UUID direct, ServerProcess gateway) {
    long before = Heap.live(gateway);
    double slowest = 0;
    stack.processes().kafka().suspend();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        long began = System.nanoTime();
        send(raw, direct);
        for (int n = 1; n <= MESSAGES; n++) {
          assertThat(raw.await(ServerFrame.Refused.class).code()).isEqualTo("unavailable");
        }
        slowest = Math.max(slowest, (System.nanoTime() - began) / 1e9);
      }
      System.out.printf(
          "          %d sends at once were refused after at most %.2f s%n", MESSAGES, slowest);
      raw.send(new ClientFrame.Ping());
      raw.await(ServerFrame.Pong.class);
      long grown = Heap.live(gateway) - before;
      System.out.printf("          the gateway's heap has grown by %d KB%n", grown >> 10);
      assertThat(grown).isLessThan(GROWTH_MAX);
    } finally {
      stack.processes().kafka().resume();
    }
  }

  /// In order, and all of it again until one round was acknowledged as a whole: what follows a
  /// command that is missing is refused behind the log.
  private static void sendAll(RawSocket raw, UUID direct) {
    int acks = 0;
    while (acks < MESSAGES) {
      send(raw, direct);
      acks = 0;
      for (int answers = 0; answers < MESSAGES; ) {
        ServerFrame frame = RawSocket.decoded(raw.next());
        if (frame instanceof ServerFrame.Ack) {
          acks++;
          answers++;
        } else if (frame instanceof ServerFrame.Refused(_, _, _, String code, _, _)
            && code.equals("unavailable")) {
          answers++;
        }
      }
    }
  }

  private static void send(RawSocket raw, UUID direct) {
    for (int n = 1; n <= MESSAGES; n++) {
      raw.send(ClientFrame.Send.of(direct, "m-" + n, n, TEXT + n));
    }
  }
}
