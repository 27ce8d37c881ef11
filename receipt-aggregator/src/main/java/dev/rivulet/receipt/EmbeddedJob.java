package dev.rivulet.receipt;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The job on a Flink cluster inside this process. It goes on from the newest checkpoint; one that
/// cannot be restored is set aside, and the next start takes the one before, or none: the job is
/// right without state, it only reads more.
final class EmbeddedJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);
  private static final long ANSWER_MILLIS = 5_000;
  private static final long CLOSE_MILLIS = 10_000;

  /// How a job is doing.
  sealed interface State {
    /// It runs, or is about to.
    ///
    /// @param allTasks whether every task runs
    record Alive(boolean allTasks, AccessExecutionGraph graph) implements State {}

    /// It will not run again by itself.
    record Ended(JobStatus status, @Nullable Throwable cause) implements State {}
  }

  private final MiniCluster cluster;
  private final JobID job;
  private final Optional<Path> restored;

  private EmbeddedJob(MiniCluster cluster, JobID job, Optional<Path> restored) {
    this.cluster = cluster;
    this.job = job;
    this.restored = restored;
  }

  // Flink's own cluster says Exception.
  @SuppressWarnings("checkstyle:IllegalCatch")
  static EmbeddedJob start(ReceiptConfig config, JobSettings settings) {
    try {
      var checkpoints = new Checkpoints(config.checkpointDir());
      Optional<Path> newest = checkpoints.newest();
      checkpoints.forgetOthers(newest);
      return start(config, settings, newest);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw ServiceFailure.unavailable("the embedded cluster does not start: " + e, e);
    }
  }

  private static EmbeddedJob start(
      ReceiptConfig config, JobSettings settings, Optional<Path> newest) throws Exception {
    LOG.info("starts from {}", newest.map(Path::toString).orElse("no state"));
    var flink = FlinkSettings.of(config, newest);
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(config.parallelism())
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
    try {
      cluster.start();
      var environment = new StreamExecutionEnvironment(flink);
      ReceiptGraph.build(environment, settings);
      var stream = environment.getStreamGraph();
      stream.setJobName(Service.RECEIPT_AGGREGATOR.text());
      var graph = stream.getJobGraph();
      var submitted = cluster.submitJob(graph).get();
      return new EmbeddedJob(cluster, submitted.getJobID(), newest);
    } catch (ExecutionException e) {
      cluster.closeAsync().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      throw ServiceFailure.unavailable("the job was not taken: " + e.getCause(), e);
    }
  }

  /// Asks the cluster.
  State state() throws InterruptedException {
    try {
      var graph = cluster.getExecutionGraph(job).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      if (graph.getState().isGloballyTerminalState()) {
        var failure = graph.getFailureInfo();
        return new State.Ended(graph.getState(), failure == null ? null : failure.getException());
      }
      boolean all = true;
      for (var vertex : graph.getAllExecutionVertices()) {
        all &= vertex.getExecutionState() == ExecutionState.RUNNING;
      }
      return new State.Alive(all, graph);
    } catch (ExecutionException | TimeoutException e) {
      throw ServiceFailure.unavailable("the embedded cluster does not answer: " + e, e);
    }
  }

  /// What to do about a job that has ended.
  ServiceFailure ended(State.Ended ended, boolean hasRun) {
    if (!hasRun && restored.isPresent()) {
      try {
        Path aside = Checkpoints.setAside(restored.get());
        return ServiceFailure.unavailable(
            "the job could not go on from a checkpoint, which is now %s: %s"
                .formatted(aside, ended.cause()),
            ended.cause());
      } catch (IOException e) {
        LOG.warn("{} stays", restored.get(), e);
      }
    }
    return ServiceFailure.unavailable(
        "the job is %s: %s".formatted(ended.status(), ended.cause()), ended.cause());
  }

  static CheckResult check(State state) {
    return switch (state) {
      case State.Alive alive -> CheckResult.upIf(alive.allTasks(), "tasks-starting");
      case State.Ended ended ->
          CheckResult.down("job-" + ended.status().name().toLowerCase(Locale.ROOT));
    };
  }

  /// Leaves the newest checkpoint for the next start.
  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
