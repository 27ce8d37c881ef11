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

  private final Options options;

  /// How it is run.
  ///
  /// @param configuration `deploy/varnish/media.vcl`
  /// @param port 0 takes a free one
  /// @param purgeToken a secret: who knows it may purge
  public record Options(
      Path directory, Path configuration, int port, int originPort, String purgeToken) {
    @Override
    public String toString() {
      return "VarnishServer in " + directory;
    }
  }

  /// One that is not started yet; its port is known.
  public VarnishServer(Options options, Path log) {
    super("varnish", options.directory(), log, options.port());
    this.options = options;
  }

  @Override
  protected void prepare() {
    try {
      String text =
          Files.readString(options.configuration())
              .replace("${origin-host}", "127.0.0.1")
              .replace("${origin-port}", Integer.toString(options.originPort()))
              .replace("${purge-token}", options.purgeToken());
      SecretFile.write(filled(), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill " + options.configuration(), e);
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
