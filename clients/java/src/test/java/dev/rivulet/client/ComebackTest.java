package dev.rivulet.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.FakeLink;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When a client comes back is the server's to say.
class ComebackTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeBackend backend = new FakeBackend(time, 42);
  private final Person ann = new Person(time, backend, backend.newId(), 1);

  @Test
  void comesBackWhenTheGatewaySaid() {
    ann.client.start();
    time.run(Duration.ofSeconds(1));
    var first = link();
    first.notice(new ServerFrame.Reconnect(7_000));
    time.run(Duration.ofSeconds(1));
    first.cut(1012);

    time.run(Duration.ofSeconds(5));
    assertThat(backend.opened()).hasSize(1);
    time.run(Duration.ofSeconds(3));
    assertThat(backend.opened()).hasSize(2);
  }

  @Test
  void overloadedGatewayIsLeftAloneForASecond() {
    ann.client.start();
    time.run(Duration.ofSeconds(1));
    link().cut(1013);

    time.run(Duration.ofMillis(990));
    assertThat(backend.opened()).hasSize(1);
    time.run(Duration.ofSeconds(1));
    assertThat(backend.opened()).hasSize(2);
  }

  @Test
  void refusedConnectionIsTriedAgainWhenTheServerSaid() {
    backend.refuseOnce(7_000);
    ann.client.start();
    time.run(Duration.ofMillis(6_900));
    assertThat(backend.opened()).hasSize(1);
    time.run(Duration.ofSeconds(1));
    assertThat(backend.opened()).hasSize(2);
    assertThat(backend.attached()).hasSize(1);
  }

  private FakeLink link() {
    return backend.attached().getFirst();
  }
}
