package dev.rivulet.servers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Prometheus with a configuration of ours.
public final class PrometheusServer extends ServerProcess {
  private final Path configuration;

  /// One that is not started yet; its port is known.
  public PrometheusServer(Path directory, Path configuration) {
    super("prometheus", directory, directory.resolve("prometheus.log"), 0);
    this.configuration = configuration;
  }

  @Override
  protected void prepare() {}

  @Override
  protected Launch launch() {
    return new Launch(
        List.of(
            InstalledProgram.require("prometheus").toString(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory().resolve("data"),
            "--web.listen-address=127.0.0.1:" + port()),
        Map.of(),
        directory(),
        log());
  }

  @Override
  public boolean answers() {
    return Probe.ask(
        port(),
        (in, out) -> {
          out.write("GET /-/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        });
  }
}
