package dev.rivulet.fanout;

import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Configuration of the `fanout` application.
@Section("fanout")
public record FanoutConfig(
    @Doc("Folder of the state; kept across restarts, it saves the time of a restore") Path stateDir,
    @Doc("Threads that take partitions") @Default("1") int threads,
    @Doc("Time between commits, and so the delay of readers that wait for commits")
        @Default("100ms")
        Duration commitInterval,
    @Doc("How long a dead instance's open transaction may hold back readers of committed records")
        @Default("8s")
        Duration transactionTimeout,
    @Doc("Signs of typing that waited longer are dropped: others have to wait as long")
        @Default("2s")
        Duration typingAgeMax,
    @Doc("Standby copies of the state on other instances") @Default("1") int standbyReplicas,
    @Doc("Name of this instance, the same after a restart: it gets its partitions back at once")
        Optional<String> instanceId,
    KafkaConfig kafka,
    AdminConfig admin) {
  public FanoutConfig {
    Require.positive("threads", threads);
    Require.positive("commit-interval", commitInterval);
    Require.positive("transaction-timeout", transactionTimeout);
    Require.positive("typing-age-max", typingAgeMax);
    Require.between("standby-replicas", standbyReplicas, 0, 5);
  }
}
