package dev.rivulet.servers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// HAProxy with Rivulet's rules, in front of servers that a second file names. Both files are read
/// again by `reload`, and no connection ends by it.
public final class HaproxyServer extends ServerProcess {
  private final Options options;

  /// How it is run.
  ///
  /// @param rules `deploy/haproxy/haproxy.cfg`
  /// @param backends the servers; may be rewritten before a reload
  /// @param certificate certificate chain and key in one PEM file
  /// @param mediaKeys lines `KEYID BASE64SECRET`
  /// @param limits more variables of the rules, by name
  public record Options(
      Path directory,
      Path rules,
      Path backends,
      Path certificate,
      Path mediaKeys,
      Listeners listeners,
      Map<String, String> limits) {
    public Options {
      limits = Map.copyOf(limits);
    }
  }

  /// Its ports on loopback.
  ///
  /// @param plain for browsers of this machine
  /// @param origin where the media cache asks
  public record Listeners(int plain, int tls, int admin, int origin) {
    /// Free ones for those that are 0.
    public Listeners {
      plain = Ports.orFree(plain);
      tls = Ports.orFree(tls);
      admin = Ports.orFree(admin);
      origin = Ports.orFree(origin);
    }

    public static Listeners free() {
      return new Listeners(0, 0, 0, 0);
    }
  }

  /// One that is not started yet; its ports are known.
  public HaproxyServer(Options options, Path log) {
    super("haproxy", options.directory(), log, options.listeners().plain());
    this.options = options;
  }

  public Listeners listeners() {
    return options.listeners();
  }

  /// Takes what the files say now; connections of before go on.
  public void reload() {
    signalReload();
  }

  @Override
  protected void prepare() {}

  @Override
  protected Launch launch() {
    Listeners at = options.listeners();
    Map<String, String> environment = new HashMap<>(options.limits());
    environment.put("RIVULET_BALANCER_PLAIN", bind(at.plain()));
    environment.put("RIVULET_BALANCER_PLAIN_SERVES", "yes");
    environment.put("RIVULET_BALANCER_TLS", bind(at.tls()));
    environment.put("RIVULET_BALANCER_ADMIN", bind(at.admin()));
    environment.put("RIVULET_BALANCER_ORIGIN", bind(at.origin()));
    environment.put("RIVULET_BALANCER_CERTIFICATE", options.certificate().toString());
    environment.put("RIVULET_BALANCER_MEDIA_KEYS", options.mediaKeys().toString());
    String program = InstalledProgram.require("haproxy").toString();
    return new Launch(
        List.of(program, "-W", "-f", "" + options.rules(), "-f", "" + options.backends()),
        environment,
        directory(),
        log());
  }

  @Override
  public boolean answers() {
    return Probe.ask(
        options.listeners().admin(),
        (in, out) -> {
          out.write("GET /health/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        });
  }

  private static String bind(int port) {
    return "127.0.0.1:" + port;
  }
}
