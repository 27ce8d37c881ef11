package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class DelaysTest {
  private final Delays delays = new Delays();

  @Test
  void percentilesAreWithinTwoPercent() {
    long[] counters = delays.createAccumulator();
    for (long millis = 1; millis <= 100_000; millis++) {
      delays.add(millis, counters);
    }
    assertThat(Delays.count(counters)).isEqualTo(100_000);
    assertThat(Delays.percentile(counters, 50)).isCloseTo(50_000, withinPercentage(2));
    assertThat(Delays.percentile(counters, 90)).isCloseTo(90_000, withinPercentage(2));
    assertThat(Delays.percentile(counters, 99)).isCloseTo(99_000, withinPercentage(2));
  }

  @Test
  void everyValueIsWithinTwoPercentByItself() {
    for (long millis = 0; millis < Delays.MOST_MILLIS; millis = millis * 5 / 4 + 1) {
      long[] counters = delays.add(millis, delays.createAccumulator());
      assertThat(Delays.percentile(counters, 50)).isCloseTo(millis, withinPercentage(2));
    }
  }

  @Test
  void whatIsTooLongCountsAsTheLongestAndWhatIsNegativeAsNothing() {
    long[] counters = delays.add(-5L, delays.createAccumulator());
    assertThat(Delays.percentile(counters, 50)).isZero();
    counters = delays.add(Long.MAX_VALUE, delays.createAccumulator());
    assertThat(Delays.percentile(counters, 50)).isCloseTo(Delays.MOST_MILLIS, withinPercentage(2));
  }

  @Test
  void twoHistogramsAddUp() {
    long[] one = delays.add(10L, delays.createAccumulator());
    long[] other = delays.add(90L, delays.createAccumulator());
    assertThat(Delays.count(delays.merge(one, other))).isEqualTo(2);
    assertThat(Delays.percentile(one, 50)).isEqualTo(10);
  }
}
