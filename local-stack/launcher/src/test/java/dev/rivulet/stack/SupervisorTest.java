package dev.rivulet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void delaysDoubleUpToABoundWhileRunsStayShort() {
    Duration delay = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      Duration next = Supervisor.next(delay, SHORT);
      assertThat(next).isGreaterThanOrEqualTo(delay);
      delay = next;
      longest = next;
    }
    assertThat(longest).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aRunOfMoreThanAMinuteStartsOver() {
    assertThat(Supervisor.next(Duration.ofSeconds(30), Duration.ofMinutes(2)))
        .isEqualTo(Duration.ofMillis(250));
  }
}
