package dev.rivulet.receipt;

import dev.rivulet.contracts.log.DeliveryLatency;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.windowing.ProcessAllWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/// Turns the histogram of one minute into its record.
final class LatencyOfAMinute
    extends ProcessAllWindowFunction<long[], Tuple3<Integer, byte[], byte[]>, TimeWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      Context context, Iterable<long[]> all, Collector<Tuple3<Integer, byte[], byte[]>> out) {
    for (long[] counters : all) {
      out.collect(
          Output.of(
              DeliveryLatency.newBuilder()
                  .setMinute(context.window().getStart())
                  .setCount(Delays.count(counters))
                  .setP50Millis(Delays.percentile(counters, 50))
                  .setP90Millis(Delays.percentile(counters, 90))
                  .setP99Millis(Delays.percentile(counters, 99))
                  .build()));
    }
  }
}
