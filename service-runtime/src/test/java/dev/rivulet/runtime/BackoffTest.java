package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(1);

  @Test
  void waitsDoubleUpToTheLongest() {
    Backoff backoff = new Backoff(FIRST, MAX, new Random(7));

    for (long ceiling : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
      assertThat(backoff.next().toMillis()).isBetween(ceiling / 2, ceiling);
    }
    assertThat(backoff.attempts()).isEqualTo(6);
  }

  @Test
  void aSuccessStartsOverFromTheFirstWait() {
    Backoff backoff = new Backoff(FIRST, MAX, new Random(7));
    Stream.generate(backoff::next).limit(5).forEach(wait -> assertThat(wait).isPositive());

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
    assertThat(backoff.attempts()).isEqualTo(1);
  }

  @Test
  void twoWithDifferentSourcesDoNotStayInStep() {
    Backoff one = new Backoff(FIRST, MAX, new Random(1));
    Backoff other = new Backoff(FIRST, MAX, new Random(2));

    assertThat(Stream.generate(one::next).limit(8).toList())
        .isNotEqualTo(Stream.generate(other::next).limit(8).toList());
  }

  @Test
  void aLongestWaitBelowTheFirstIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(MAX, MAX.minusMillis(1), new Random(7)))
        .withMessageContaining("PT1S to PT0.999S");
  }
}
