package dev.rivulet.receipt;

import org.apache.flink.api.common.functions.AggregateFunction;

/// A histogram of milliseconds in 1,184 counters: exact below 64, otherwise 32 to each power of
/// two, so that the middle of a counter's range is at most 1/64 from the value.
final class Delays implements AggregateFunction<Long, long[], long[]> {
  static final int COUNTERS = 1_184;

  /// 34 years; what is longer counts as that.
  static final long MOST_MILLIS = (1L << 40) - 1;

  private static final int EXACT = 64;
  private static final int EXPONENT_OF_HALF = 5;
  private static final long serialVersionUID = 1L;

  @Override
  public long[] createAccumulator() {
    return new long[COUNTERS];
  }

  @Override
  public long[] add(Long millis, long[] counters) {
    counters[counter(Math.clamp(millis, 0, MOST_MILLIS))]++;
    return counters;
  }

  @Override
  public long[] getResult(long[] counters) {
    return counters;
  }

  @Override
  public long[] merge(long[] one, long[] other) {
    for (int at = 0; at < COUNTERS; at++) {
      one[at] += other[at];
    }
    return one;
  }

  static long count(long[] counters) {
    long count = 0;
    for (long each : counters) {
      count += each;
    }
    return count;
  }

  /// At most so long for this share of all.
  static long percentile(long[] counters, int percent) {
    long wanted = Math.ceilDiv(count(counters) * percent, 100L);
    long seen = 0;
    for (int at = 0; at < COUNTERS; at++) {
      seen += counters[at];
      if (seen >= wanted) {
        return middle(at);
      }
    }
    return 0;
  }

  private static int counter(long millis) {
    if (millis < EXACT) {
      return (int) millis;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis) - EXPONENT_OF_HALF;
    return shift * (EXACT / 2) + (int) (millis >> shift);
  }

  private static long middle(int counter) {
    if (counter < EXACT) {
      return counter;
    }
    int shift = counter / (EXACT / 2) - 1;
    long least = (long) (counter - shift * (EXACT / 2)) << shift;
    return least + (1L << shift) / 2;
  }
}
