package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ConnectionState;
import dev.rivulet.servers.RedisServer;
import dev.rivulet.stack.ServiceProcess;
import dev.rivulet.stack.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A gateway's slot goes to another one, or Redis, which suggests slots, is empty or away. However
/// it comes about, no session stays open and hears nothing.
@ExtendWith(StackExtension.class)
@Timeout(240)
@Order(9)
@Tag("slow")
class SlotIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestStack stack;

  SlotIT(TestStack stack) {
    this.stack = stack;
  }

  /// One who talks, at the first gateway, and one who listens at the last.
  private record Scene(List<Person> people, UUID direct, RawSocket raw) {
    TestDevice ann() {
      return people.getFirst().device();
    }

    TestDevice bob() {
      return people.getLast().device();
    }
  }

  private Scene scene() {
    List<Person> people = stack.people(2, stack.addressesOf(0));
    UUID direct = Talk.newDirect(people.getFirst(), people.getLast());
    people.getLast().device().client().stop();
    return new Scene(people, direct, attach(people.getLast(), 1));
  }

  private RawSocket attach(Person person, int gateway) {
    String token = person.device().accessToken();
    long connection = System.currentTimeMillis() + 1_000_000;
    return RawSocket.attach(stack.gateways().get(gateway), token, connection);
  }

  private List<ServiceProcess> gateways() {
    return stack.processes().instances(Services.EDGE_GATEWAY);
  }

  @AfterEach
  void twoGateways() {
    stack.processes().scale(Services.EDGE_GATEWAY, 2);
    gateways().forEach(this::awaitReady);
  }

  private void awaitReady(ServiceProcess process) {
    await(process.name() + " is ready")
        .atMost(PATIENCE)
        .until(() -> process.isAlive() && process.answers());
  }

  /// Whoever is attached to any gateway now hears what is said.
  private void everyGatewayDelivers(Scene scene) {
    for (int gateway = 0; gateway < gateways().size(); gateway++) {
      awaitReady(gateways().get(gateway));
      try (RawSocket raw = attach(scene.people().getLast(), gateway)) {
        String text = TestStack.BODY_MARK + " gateway " + gateway;
        Talk.awaitSent(scene.ann().send(scene.direct(), text));
        assertThat(raw.hearsOrIsClosed(text)).isTrue();
        assertThat(raw.isOpen()).as("the session at gateway %d", gateway).isTrue();
      }
    }
    Person.closeAll(scene.people());
  }

  @Test
  void gatewayThatStoodStillWhileAnotherTookItsSlotSendsItsSessionsAway() {
    Scene scene = scene();
    ServiceProcess still = gateways().getLast();
    try (RedisKeys redis = new RedisKeys(stack.processes().redis());
        RawSocket raw = scene.raw()) {
      int slot = redis.slotOf(still.port()).orElseThrow();
      redis.occupyFree();
      still.suspend();
      try {
        // It waits until the lease of the one that stands still has ended.
        stack.processes().scale(Services.EDGE_GATEWAY, 3);
        int third = gateways().getLast().port();
        await("the slot is the third one's")
            .atMost(PATIENCE)
            .until(() -> redis.slotOf(third).equals(Optional.of(slot)));
        redis.freeOccupied();
        Talk.awaitSent(scene.ann().send(scene.direct(), TestStack.BODY_MARK + " unheard"));
        assertThat(raw.isOpen()).isTrue();
      } finally {
        still.resume();
      }
      assertThat(raw.awaitClose()).isEqualTo(1012);
    }
    everyGatewayDelivers(scene);
  }

  @Test
  void gatewayWhoseLeaseIsForgottenSendsItsSessionsAwayWhenAnotherTakesItsSlot() {
    Scene scene = scene();
    try (RedisKeys redis = new RedisKeys(stack.processes().redis());
        RawSocket raw = scene.raw()) {
      int slot = redis.slotOf(gateways().getLast().port()).orElseThrow();
      var third =
          CompletableFuture.runAsync(() -> stack.processes().scale(Services.EDGE_GATEWAY, 3));
      await("the slot is taken")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                redis.emptyBut(slot);
                return !raw.isOpen();
              });
      assertThat(raw.awaitClose()).isEqualTo(1012);
      redis.freeOccupied();
      third.join();
    }
    everyGatewayDelivers(scene);
  }

  @Test
  void withoutRedisSessionsGoOnNewOnesAreTakenAndRevocationsArrive() {
    Scene scene = scene();
    Person bob = scene.people().getLast();
    RedisServer redis = stack.processes().redis();
    redis.stop();
    try (RawSocket raw = scene.raw();
        Http http = new Http(stack.api())) {
      Talk.awaitSent(scene.ann().send(scene.direct(), TestStack.BODY_MARK + " without"));
      assertThat(raw.hearsOrIsClosed(" without")).isTrue();
      assertThat(raw.isOpen()).isTrue();

      List<TestDevice> others = Stream.generate(bob::addDevice).limit(2).toList();
      // It takes any slot, perhaps one that has an owner.
      stack.processes().scale(Services.EDGE_GATEWAY, 3);
      Talk.awaitSent(scene.ann().send(scene.direct(), TestStack.BODY_MARK + " any slot"));
      assertThat(raw.hearsOrIsClosed(" any slot")).isTrue();
      others.forEach(other -> other.awaitSeq(scene.direct(), 3));

      assertThat(http.send("DELETE", "/v1/devices", scene.bob().accessToken(), null).status())
          .isEqualTo(204);
      await("the other devices are put out")
          .atMost(Duration.ofSeconds(5))
          .until(
              () -> others.stream().allMatch(it -> it.client().state() == ConnectionState.ENDED));
      others.forEach(other -> assertThat(other.client().stateDetail()).contains("4510"));
    } finally {
      redis.startAndAwait(PATIENCE);
    }
    try (RedisKeys keys = new RedisKeys(redis)) {
      await("the slot that was taken without Redis is leased")
          .atMost(PATIENCE)
          .until(() -> keys.slotOf(gateways().getLast().port()).isPresent());
    }
    everyGatewayDelivers(scene);
  }
}
