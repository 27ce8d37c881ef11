package dev.rivulet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Varnish with a configuration in which `${origin-host}` and `${origin-port}` stand for where it
/// asks for what it lacks.
public final class VarnishServer extends ServerProcess {
  private static final int MEMORY_MEGABYTES = 64;

  private final Path configuration;
  private final int originPort;

  /// One that is not started yet; its port is known.
  public VarnishServer(Path directory, Path configuration, int originPort) {
    super("varnish", directory, directory.resolve("varnish.log"), 0);
    this.configuration = configuration;
    this.originPort = originPort;
  }

  @Override
  protected void prepare() {
    try {
      String text =
          Files.readString(configuration)
              .replace("${origin-host}", "127.0.0.1")
              .replace("${origin-port}", Integer.toString(originPort));
      Files.writeString(filled(), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill " + configuration, e);
    }
  }

  @Override
  protected Launch launch() {
    return new Launch(
        List.of(
            InstalledProgram.require("varnishd").toString(),
            "-F",
            "-j",
            "none",
            "-n",
            directory().resolve("work").toString(),
            "-a",
            "127.0.0.1:" + port(),
            "-f",
            filled().toString(),
            "-s",
            "malloc," + MEMORY_MEGABYTES + "m"),
        Map.of(),
        directory(),
        log());
  }

  @Override
  public boolean answers() {
    return Probe.ask(port(), (in, out) -> true);
  }

  private Path filled() {
    return directory().resolve("filled.vcl");
  }
}
