package dev.rivulet.receipt;

import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.Threads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.jspecify.annotations.Nullable;

/// Asks the embedded job every half second how it is: for readiness, for metrics, and to end the
/// process when the job has ended.
final class JobWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 500;

  private final EmbeddedJob job;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CheckResult check = CheckResult.down("tasks-starting");
  private volatile @Nullable CheckpointStatsSnapshot checkpoints;

  private JobWatch(EmbeddedJob job) {
    this.job = job;
  }

  static JobWatch start(EmbeddedJob job, Readiness readiness, MeterRegistry registry) {
    var watch = new JobWatch(job);
    readiness.add("job", () -> watch.check);
    watch.meters(registry);
    Threads.start("job-watch", watch::run);
    return watch;
  }

  private void run() {
    boolean hasRun = false;
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        var state = job.state();
        check = EmbeddedJob.check(state);
        switch (state) {
          case EmbeddedJob.State.Alive(boolean allTasks, var graph) -> {
            hasRun |= allTasks;
            checkpoints = graph.getCheckpointStatsSnapshot();
          }
          case EmbeddedJob.State.Ended ended -> {
            if (closed.getCount() > 0) {
              throw job.ended(ended, hasRun);
            }
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void meters(MeterRegistry registry) {
    Gauge.builder("rivulet.receipt.job.up", () -> check instanceof CheckResult.Up ? 1 : 0)
        .description("Whether every task of the job runs")
        .register(registry);
    Gauge.builder("rivulet.receipt.checkpoints.completed", this::completed)
        .description("Checkpoints since the start")
        .register(registry);
    Gauge.builder("rivulet.receipt.checkpoint.bytes", this::lastBytes)
        .description("State in the newest checkpoint")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("rivulet.receipt.job.restores", this::restores)
        .description("How often the job has gone on from a checkpoint since the start")
        .register(registry);
  }

  private double completed() {
    var now = checkpoints;
    return now == null ? 0 : now.getCounts().getNumberOfCompletedCheckpoints();
  }

  private double restores() {
    var now = checkpoints;
    return now == null ? 0 : now.getCounts().getNumberOfRestoredCheckpoints();
  }

  private double lastBytes() {
    var now = checkpoints;
    var last = now == null ? null : now.getHistory().getLatestCompletedCheckpoint();
    return last == null ? Double.NaN : last.getStateSize();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
