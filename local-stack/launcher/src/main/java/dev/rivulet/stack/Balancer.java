package dev.rivulet.stack;

import dev.rivulet.servers.HaproxyServer;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.InstalledProgram;
import dev.rivulet.servers.SecretFile;
import dev.rivulet.servers.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// HAProxy in front of the services of a stack: one origin for everything that a client asks for,
/// with the rules that production has.
public final class Balancer implements AutoCloseable {
  /// What a stack behind a balancer has to be told: its client-api may believe who it says asked.
  public static final String TRUST = "RIVULET_API_TRUST_FORWARDED_FOR";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final String MEDIA_KEYS = "RIVULET_MEDIA_KEYS_URLS";
  private static final String MEDIA = "media-ingest";

  private final LocalStack stack;
  private final Path backends;
  private final Path mediaKeys;
  private final HaproxyServer haproxy;
  private final Supervisor supervisor;

  private Balancer(LocalStack stack, Options options) {
    this.stack = stack;
    Path directory = stack.directory().resolve("balancer");
    this.backends = directory.resolve("backends.cfg");
    this.mediaKeys = stack.directory().resolve("secrets/media-keys.map");
    StackPorts ports = options.ports();
    String password = new Secrets(stack.directory().resolve("secrets")).get("balancer-password");
    this.haproxy =
        new HaproxyServer(
            new HaproxyServer.Options(
                directory,
                Installation.find().root().resolve("deploy/haproxy/haproxy.cfg"),
                backends,
                LocalCertificate.in(stack.directory().resolve("secrets"), password),
                mediaKeys,
                new HaproxyServer.Listeners(
                    ports.of("balancer"),
                    ports.of("tls"),
                    ports.ofBalancer(2),
                    ports.ofBalancer(3)),
                options.limits()),
            stack.directory().resolve("logs/haproxy.log"));
    this.supervisor = new Supervisor(options.progress(), () -> {});
    writeFiles(directory);
  }

  /// How it is run.
  ///
  /// @param limits variables of `deploy/haproxy/haproxy.cfg`
  /// @param progress told one line per step
  public record Options(StackPorts ports, Map<String, String> limits, Consumer<String> progress) {
    public static Options forTests() {
      return new Options(StackPorts.free(), Map.of(), line -> {});
    }

    /// One more variable.
    public Options withLimit(String variable, String value) {
      Map<String, String> more = new HashMap<>(limits);
      more.put(variable, value);
      return new Options(ports, Map.copyOf(more), progress);
    }
  }

  /// Whether HAProxy is installed.
  public static boolean isPossible() {
    return InstalledProgram.find("haproxy").isPresent();
  }

  /// In front of a stack that runs; ready when it returns.
  public static Balancer start(LocalStack stack, Options options) {
    Balancer balancer = new Balancer(stack, options);
    long began = System.nanoTime();
    balancer.haproxy.startAndAwait(START_TIMEOUT);
    options
        .progress()
        .accept(StatusReport.readyLine(balancer.haproxy, (System.nanoTime() - began) / 1e9));
    balancer.supervisor.watch(balancer.haproxy);
    return balancer;
  }

  /// The one origin.
  public URI http() {
    return URI.create("http://127.0.0.1:" + haproxy.listeners().plain());
  }

  /// The same through TLS, with a certificate that nobody signed.
  public URI https() {
    return URI.create("https://127.0.0.1:" + haproxy.listeners().tls());
  }

  public URI gateway() {
    return URI.create("ws://127.0.0.1:" + haproxy.listeners().plain() + "/v1/ws");
  }

  /// Health and metrics of HAProxy itself.
  public URI admin() {
    return URI.create("http://127.0.0.1:" + haproxy.listeners().admin());
  }

  /// The process, to be killed or looked at.
  public HaproxyServer process() {
    return haproxy;
  }

  /// The certificate and its key.
  public Path certificate() {
    return stack.directory().resolve("secrets/balancer.pem");
  }

  /// Takes the instances that the stack has now.
  public void update() {
    write(backends, backends());
    haproxy.reload();
  }

  @Override
  public void close() {
    supervisor.close();
    haproxy.stop(STOP_GRACE);
  }

  private void writeFiles(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
    write(backends, backends());
    SecretFile.write(mediaKeys, mediaKeys(stack.environment().getOrDefault(MEDIA_KEYS, "")));
  }

  private String backends() {
    return backend("gateways", () -> stack.instances(Services.EDGE_GATEWAY))
        + backend("client-api", () -> stack.instances(Services.CLIENT_API))
        + backend(MEDIA, this::mediaServers)
        // No cache between: one machine gains nothing by a second copy.
        + backend("media-cache", this::mediaServers);
  }

  /// None in a stack without media.
  private List<ServiceProcess> mediaServers() {
    return stack.processes().stream()
        .filter(ServiceProcess.class::isInstance)
        .map(ServiceProcess.class::cast)
        .filter(service -> service.spec().name().equals(MEDIA))
        .toList();
  }

  private static String backend(String name, Supplier<List<ServiceProcess>> servers) {
    return "backend %s from %s%n".formatted(name, name)
        + servers.get().stream()
            .map(
                server ->
                    "  server %s 127.0.0.1:%d port %d%n"
                        .formatted(server.name(), server.port(), server.adminPort()))
            .collect(Collectors.joining());
  }

  /// From `id:hex,id:hex` to lines of `id base64`.
  static String mediaKeys(String keys) {
    return Stream.of(keys.split(","))
        .filter(key -> !key.isBlank())
        .map(key -> key.strip().split(":", 2))
        .map(
            key -> {
              if (key.length != 2) {
                throw new ServerException(MEDIA_KEYS + " must be keyid:hex, separated by commas");
              }
              byte[] secret = HexFormat.of().parseHex(key[1]);
              return key[0] + " " + Base64.getEncoder().encodeToString(secret) + "\n";
            })
        .collect(Collectors.joining());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
