package dev.rivulet.fanout.setup;

import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Section;
import java.nio.file.Path;
import java.util.Optional;

/// Configuration of the job that tells the brokers who may do what.
@Section("access")
public record AccessConfig(
    KafkaConfig kafka,
    @Doc("Folder with one file per service, named like it, that holds its password at the brokers")
        Optional<Path> passwordsDir) {}
