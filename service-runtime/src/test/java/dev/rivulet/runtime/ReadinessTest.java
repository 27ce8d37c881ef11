package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final Readiness readiness = new Readiness();

  @Test
  void oneCheckThatIsDownMakesTheProcessNotReady() {
    readiness.add("kafka", CheckResult::up);
    Readiness.Flag slot = readiness.flag("slot", "no-slot");

    assertThat(readiness.isReady()).isFalse();
    slot.up();
    assertThat(readiness.isReady()).isTrue();
    slot.down("slot-lost");
    assertThat(readiness.results())
        .containsEntry("kafka", CheckResult.up())
        .containsEntry("slot", CheckResult.down("slot-lost"));
  }

  @Test
  void aProcessWithoutChecksIsStartingAndNotReady() {
    assertThat(readiness.isReady()).isFalse();
    assertThat(readiness.results()).containsEntry("started", CheckResult.down("starting"));

    readiness.add("kafka", CheckResult::up);
    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.results()).containsOnlyKeys("kafka");
  }

  @Test
  void aNameIsTakenOnce() {
    readiness.add("kafka", CheckResult::up);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> readiness.add("kafka", CheckResult::up))
        .withMessageContaining("kafka");
  }

  @Test
  void aReasonIsACodeAndNoProse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckResult.down("java.io.IOException: no route"))
        .withMessageContaining("no route");
  }
}
