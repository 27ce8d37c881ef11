package dev.rivulet.receipt;

import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.nio.file.Path;
import java.time.Duration;

/// Configuration of the receipt aggregator as a process of its own. On a Flink cluster the same job
/// is configured by the cluster.
@Section("receipt")
public record ReceiptConfig(
    @Doc("Folder of the checkpoints; a start goes on from the newest") Path checkpointDir,
    @Doc("How often a checkpoint is made; what is read again after a kill") @Default("2s")
        Duration checkpointInterval,
    @Doc("Senders in a group are told at most once in this time") @Default("200ms")
        Duration coalesceInterval,
    @Doc("Conversations that are worked on at once: threads of the job") @Default("1")
        int parallelism,
    @Doc("How long to wait at the start for Kafka and the topics") @Default("60s")
        Duration startTimeout,
    KafkaConfig kafka,
    AdminConfig admin) {

  public ReceiptConfig {
    Require.between("checkpoint-interval (in ms)", checkpointInterval.toMillis(), 100, 600_000);
    Require.between("coalesce-interval (in ms)", coalesceInterval.toMillis(), 1, 10_000);
    Require.between("parallelism", parallelism, 1, 64);
    Require.positive("start-timeout", startTimeout);
  }
}
