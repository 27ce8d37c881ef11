package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A gateway is told to end (SIGTERM) while people talk through it.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(8)
@Tag("slow")
class DrainIT {
  private static final Duration EXIT_WITHIN = Duration.ofSeconds(10);
  private static final int SILENT = 20;
  private static final int MESSAGES = 600;
  private static final int TERMINATED = 143;

  private final TestStack stack;

  DrainIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void everybodyIsSentAwayInTimeAndNothingIsLostOrShownTwice() {
    List<Person> people = stack.people(4);
    UUID group = Talk.newGroup(people);
    List<RawSocket> silent =
        IntStream.range(0, SILENT)
            .mapToObj(number -> Tokens.ours(stack, UUID.randomUUID(), UUID.randomUUID()))
            .map(token -> RawSocket.attach(stack.gateways().getLast(), token.valid(), 1))
            .toList();
    ServerProcess gateway = stack.processes().instances(Services.EDGE_GATEWAY).getLast();
    List<OutgoingMessage> messages =
        people.stream()
            .flatMap(person -> person.device().sendMany(group, MESSAGES).stream())
            .toList();
    messages.get(MESSAGES / 4).decided().join();
    long began = System.nanoTime();
    gateway.stop(EXIT_WITHIN);
    try {
      System.out.printf("          ended after %.1f s%n", (System.nanoTime() - began) / 1e9);
      // Killed for being late, it would be another code.
      assertThat(gateway.exit().join()).isEqualTo(TERMINATED);
      List<Long> waits =
          silent.stream().map(raw -> raw.await(ServerFrame.Reconnect.class).after()).toList();
      assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(1L, 3_000L));
      assertThat(waits.stream().distinct().count()).isGreaterThan(SILENT / 2);
      assertThat(silent).allSatisfy(raw -> assertThat(raw.awaitClose()).isEqualTo(1012));
      Talk.awaitSent(messages);
    } finally {
      gateway.startAndAwait(Talk.PATIENCE);
      silent.forEach(RawSocket::close);
    }
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.texts()).hasSize(people.size() * MESSAGES);
    Person.closeAll(people);
  }
}
