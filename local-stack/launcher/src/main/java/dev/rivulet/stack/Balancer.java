package dev.rivulet.stack;

import dev.rivulet.servers.HaproxyServer;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.InstalledProgram;
import dev.rivulet.servers.SecretFile;
import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.servers.VarnishServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// HAProxy, and Varnish for media, in front of the services of a stack: one origin for everything
/// that a client asks for, with the rules that production has.
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
  private final @Nullable VarnishServer cache;
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
    this.cache = options.cachePort() > 0 && isCachePossible() ? cache(options) : null;
    this.supervisor = new Supervisor(options.progress(), () -> {});
    writeFiles(directory);
  }

  /// How it is run.
  ///
  /// @param limits variables of `deploy/haproxy/haproxy.cfg`
  /// @param cachePort where the media cache answers, as the stack was told; 0 for none
  /// @param progress told one line per step
  public record Options(
      StackPorts ports, Map<String, String> limits, int cachePort, Consumer<String> progress) {
    public static Options forTests() {
      return new Options(StackPorts.free(), Map.of(), 0, line -> {});
    }

    public Options withCache(int port) {
      return new Options(ports, limits, port, progress);
    }

    /// One more variable.
    public Options withLimit(String variable, String value) {
      Map<String, String> more = new HashMap<>(limits);
      more.put(variable, value);
      return new Options(ports, Map.copyOf(more), cachePort, progress);
    }
  }

  /// Whether HAProxy is installed.
  public static boolean isPossible() {
    return InstalledProgram.find("haproxy").isPresent();
  }

  /// Whether Varnish is installed.
  public static boolean isCachePossible() {
    return InstalledProgram.find("varnishd").isPresent();
  }

  /// What a stack has to be told so that what is erased there leaves the cache at this port.
  public static Map<String, String> cacheEnvironment(Path directory, int port) {
    return Map.of(
        "RIVULET_MEDIA_CACHES_ADDRESSES",
        "http://127.0.0.1:" + port,
        "RIVULET_MEDIA_CACHES_TOKEN",
        cacheToken(directory));
  }

  /// What that cache knows a purge by; made when it is first asked for.
  public static String cacheToken(Path directory) {
    return new Secrets(directory.resolve("secrets")).get("cache-token");
  }

  private VarnishServer cache(Options options) {
    return new VarnishServer(
        new VarnishServer.Options(
            stack.directory().resolve("cache"),
            Installation.find().root().resolve("deploy/varnish/media.vcl"),
            options.cachePort(),
            haproxy.listeners().origin(),
            cacheToken(stack.directory())),
        stack.directory().resolve("logs/varnish.log"));
  }

  /// In front of a stack that runs; ready when it returns.
  public static Balancer start(LocalStack stack, Options options) {
    Balancer balancer = new Balancer(stack, options);
    balancer.start(balancer.haproxy, options);
    if (balancer.cache != null) {
      balancer.start(balancer.cache, options);
    }
    return balancer;
  }

  private void start(ServerProcess process, Options options) {
    long began = System.nanoTime();
    process.startAndAwait(START_TIMEOUT);
    options.progress().accept(StatusReport.readyLine(process, (System.nanoTime() - began) / 1e9));
    supervisor.watch(process);
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
    if (cache != null) {
      cache.stop(STOP_GRACE);
    }
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
        + cacheBackend();
  }

  /// Without Varnish the services themselves.
  private String cacheBackend() {
    return cache == null
        ? backend("media-cache", this::mediaServers)
        : "backend media-cache from media-cache%n  server varnish 127.0.0.1:%d%n"
            .formatted(cache.port());
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

  /// From `ID:BASE64,…`, or lines of `ID BASE64` already, to those lines.
  static String mediaKeys(String keys) {
    return Stream.of(keys.split("[,\n]", -1))
        .filter(key -> !key.isBlank())
        .map(key -> key.strip().split("[: ]", 2))
        .map(
            key -> {
              if (key.length != 2) {
                throw new ServerException(MEDIA_KEYS + " must be ID:BASE64, separated by commas");
              }
              return key[0] + " " + key[1].strip() + "\n";
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
