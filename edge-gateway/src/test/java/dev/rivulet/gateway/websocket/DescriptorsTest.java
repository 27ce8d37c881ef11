package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.ServiceFailure;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  @Test
  void connectionsStayBelowTheDescriptors() {
    assertThat(new Descriptors(1_048_576).connections(15_000)).isEqualTo(15_000);
    assertThat(new Descriptors(4_096).connections(15_000)).isEqualTo(3_584);
    assertThat(new Descriptors(15_512).connections(15_000)).isEqualTo(15_000);
    assertThat(new Descriptors(Long.MAX_VALUE).connections(15_000)).isEqualTo(15_000);
  }

  @Test
  void processWithHardlyAnyDescriptorsDoesNotStart() {
    assertThatThrownBy(() -> new Descriptors(512).connections(15_000))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("512 file descriptors are too few");
  }

  @Test
  void thisProcessHasSome() {
    assertThat(Descriptors.ofThisProcess().max()).isPositive();
  }
}
