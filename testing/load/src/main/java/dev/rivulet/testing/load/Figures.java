package dev.rivulet.testing.load;

import java.util.Locale;
import org.HdrHistogram.ConcurrentHistogram;

/// Latencies of one kind, in microseconds.
final class Figures {
  private static final long MOST = 60_000_000;
  private final ConcurrentHistogram histogram = new ConcurrentHistogram(MOST, 3);

  void add(long nanoseconds) {
    histogram.recordValue(Math.min(MOST, Math.max(0, nanoseconds / 1_000)));
  }

  long p50() {
    return histogram.getValueAtPercentile(50);
  }

  long p90() {
    return histogram.getValueAtPercentile(90);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %7d µs  p90 %7d µs  p99 %7d µs  n %d",
        p50(),
        p90(),
        histogram.getValueAtPercentile(99),
        histogram.getTotalCount());
  }
}
