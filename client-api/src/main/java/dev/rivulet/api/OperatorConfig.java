package dev.rivulet.api;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.nio.file.Path;
import java.util.Optional;

/// The admin API: on a port of its own that no balancer routes.
@Section("operator")
public record OperatorConfig(
    @Doc("Address on which the admin API listens") @Default("127.0.0.1") String host,
    @Doc("Port of the admin API; 0 takes a free one") @Default("0") int port,
    @Doc(
            "File of the admin API's token, made with mode 0600 when it is missing; without it"
                + " there is no admin API")
        Optional<Path> tokenFile) {
  public OperatorConfig {
    Require.port("port", port);
  }
}
