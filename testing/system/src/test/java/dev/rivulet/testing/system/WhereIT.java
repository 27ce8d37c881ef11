package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Redis shows who is where, as `./rivulet where` prints it.
@ExtendWith(StackExtension.class)
@Timeout(90)
@Order(6)
class WhereIT {
  private static final Duration GONE_WITHIN = Duration.ofSeconds(15);

  private final TestStack stack;
  private final Program where;

  WhereIT(TestStack stack) {
    this.stack = stack;
    this.where = new Program(stack, "edge-gateway", "dev.rivulet.gateway.presence.Where");
  }

  @Test
  void deviceAppearsOnAttachMovesOnReattachAndIsGoneWithItsGateway() {
    List<Person> people = stack.people(1);
    Person ann = people.getFirst();
    ann.device().client().stop();
    await("nobody is attached").atMost(Talk.PATIENCE).until(() -> place(ann.id()).isEmpty());

    long connection = System.currentTimeMillis() + 1_000_000;
    ServerProcess second = stack.processes().instances(Services.EDGE_GATEWAY).get(1);
    try (RawSocket first =
        RawSocket.attach(stack.gateways().get(0), ann.device().accessToken(), connection)) {
      awaitPlace(ann, stack.gateways().get(0));
      try (RawSocket moved =
          RawSocket.attach(stack.gateways().get(1), ann.device().accessToken(), connection + 1)) {
        awaitPlace(ann, stack.gateways().get(1));
        assertThat(first.awaitClose()).as("the older session of the device").isEqualTo(4509);
        assertThat(place(ann.handle())).isEqualTo(place(ann.id()));
        assertThat(moved.isOpen()).isTrue();

        long pid = second.pid();
        long killed = System.nanoTime();
        second.kill();
        await("gone").atMost(Talk.PATIENCE).until(() -> place(ann.id()).isEmpty());
        Duration gone = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("          gone %.1f s after the kill%n", gone.toMillis() / 1000.0);
        assertThat(gone).isLessThan(GONE_WITHIN);
        TestStack.awaitReturn(second, pid);
      }
    }
    Person.closeAll(people);
  }

  private void awaitPlace(Person person, URI gateway) {
    await("at " + gateway)
        .atMost(Talk.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(place(person.id()))
                    .contains("device " + person.device().device())
                    .contains("at 127.0.0.1:" + gateway.getPort()));
  }

  /// Empty when not attached.
  private String place(UUID user) {
    return place(user.toString());
  }

  private String place(String user) {
    Program.Run run = where.run(Map.of(), null, Duration.ofSeconds(30), user);
    assertThat(run.code()).as(run.output()).isZero();
    return run.output().contains("is not attached") ? "" : run.output();
  }
}
