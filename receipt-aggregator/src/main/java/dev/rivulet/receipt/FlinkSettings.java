package dev.rivulet.receipt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/// Flink's configuration where it runs inside this process: small, on this machine alone, and with
/// checkpoints that outlive the process.
final class FlinkSettings {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int CHECKPOINTS_KEPT = 2;
  private static final int RESTARTS_MAX = 5;

  private FlinkSettings() {}

  static Configuration of(ReceiptConfig config, Optional<Path> restored) {
    var flink = new Configuration();
    flink.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
    closeToStrangers(flink);
    small(flink, config.parallelism());
    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    var directory = new Checkpoints(config.checkpointDir()).directory().toUri().toString();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CHECKPOINTS_KEPT);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_MAX);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    restored.ifPresent(it -> restore(flink, it));
    return flink;
  }

  /// The checkpoint becomes this run's own, which deletes it once it has newer ones.
  private static void restore(Configuration flink, Path checkpoint) {
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
    flink.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
  }

  /// Whoever reaches Flink's own port could otherwise run code here.
  private static void closeToStrangers(Configuration flink) {
    flink.set(RestOptions.ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    flink.set(WebOptions.SUBMIT_ENABLE, false);
    flink.set(WebOptions.CANCEL_ENABLE, false);
  }

  private static void small(Configuration flink, int parallelism) {
    // Our state is on the heap, and Flink's own memory is for other things.
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
    var network = MemorySize.ofMebiBytes(4L * parallelism);
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
  }
}
