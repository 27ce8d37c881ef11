package dev.rivulet.fanout.setup;

import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Section;

/// Configuration of the one-shot jobs on topics.
@Section("setup")
public record SetupConfig(KafkaConfig kafka) {}
