package dev.rivulet.router;

import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Configuration of the `router` application.
@Section("router")
public record RouterConfig(
    @Doc("Folder of Kafka Streams") Path stateDir,
    @Doc("Threads that take partitions") @Default("1") int threads,
    @Doc("Time between commits: what is delivered again after a kill") @Default("1s")
        Duration commitInterval,
    @Doc("Older entries in `sessions` are leftovers: a gateway writes living ones again daily")
        @Default("50h")
        Duration sessionAgeMax,
    @Doc("Name of this instance, the same after a restart: it gets its partitions back at once")
        Optional<String> instanceId,
    KafkaConfig kafka,
    AdminConfig admin) {
  public RouterConfig {
    Require.positive("threads", threads);
    Require.positive("commit-interval", commitInterval);
    Require.positive("session-age-max", sessionAgeMax);
  }
}
