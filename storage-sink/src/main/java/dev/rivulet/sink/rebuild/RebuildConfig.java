package dev.rivulet.sink.rebuild;

import dev.rivulet.runtime.Section;
import dev.rivulet.sink.SinkConfig;
import dev.rivulet.sink.schema.SchemaConfig;

/// Configuration of the job that stores everything again.
@Section("rebuild")
public record RebuildConfig(SinkConfig sink, SchemaConfig schema) {}
