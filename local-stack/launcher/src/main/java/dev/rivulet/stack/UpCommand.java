package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Starts everything and stays until Ctrl-C or `down`.
final class UpCommand implements Command {
  private final Path directory;
  private final Map<String, String> environment;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Balancer balancer;

  UpCommand(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  @Override
  public String usage() {
    return "up [--port-base N] [--no-restart] [--balancer]";
  }

  @Override
  public String summary() {
    return "start everything; Ctrl-C stops it";
  }

  @Override
  public String details() {
    return """
    --port-base N   use the ports from N on (default %d, or RIVULET_PORT_BASE):
                      N http, N+1 to N+8 WebSocket (one per gateway), N+10 Kafka, N+11 Cassandra,
                      N+12 Redis, N+13 objects, N+9 media-ingest, N+20 and following for health and
                      metrics
    --no-restart    leave a process that ends as it is
    --balancer      HAProxy in front of everything, if it is installed: N+50 http, N+51 https, one
                      origin for a browser, with the limits and rules of production; N+54 Varnish
                      as the cache of media, where that is installed too
    Single ports: RIVULET_PORT_HTTP, RIVULET_PORT_WS, RIVULET_PORT_KAFKA, RIVULET_PORT_CASSANDRA,
    RIVULET_PORT_REDIS, RIVULET_PORT_OBJECTS, RIVULET_PORT_MEDIA, RIVULET_PORT_BALANCER,
    RIVULET_PORT_TLS. Everything listens on 127.0.0.1 only. Data, logs and secrets are kept in
    .rivulet (or in the folder named by RIVULET_DATA) for the next start.
    Variables RIVULET_<SECTION>_<KEY> reach every service, for example RIVULET_LOG_LEVEL=DEBUG.
    """
        .formatted(StackPorts.DEFAULT_BASE);
  }

  @Override
  public int run(List<String> arguments) {
    long began = System.nanoTime();
    StackOptions options = options(arguments);
    boolean balanced = arguments.contains("--balancer");
    if (balanced && !Balancer.isPossible()) {
      throw new ServerException("--balancer needs HAProxy; on Debian: apt install haproxy");
    }
    LocalStack stack = LocalStack.create(directory, options);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> close(stack)));
    stack.startAll();
    if (balanced) {
      balancer = Balancer.start(stack, balancerOptions(options));
    }
    try (ControlSocket socket =
        ControlSocket.open(stack.directory(), request -> answer(stack, request))) {
      stack.publish();
      System.out.printf("Ready after %.1f s.%n", (System.nanoTime() - began) / 1e9);
      System.out.println(StatusReport.addresses(stack) + balancerAddresses() + next());
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(stack);
    return 0;
  }

  private StackOptions options(List<String> arguments) {
    int base = number(environment.getOrDefault("RIVULET_PORT_BASE", "" + StackPorts.DEFAULT_BASE));
    boolean restart = true;
    boolean balanced = false;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--port-base" -> base = number(i + 1 < arguments.size() ? arguments.get(++i) : "");
        case "--no-restart" -> restart = false;
        case "--balancer" -> balanced = true;
        default -> throw new UsageException("unknown argument " + arguments.get(i));
      }
    }
    StackPorts ports = new StackPorts(base, overrides());
    return new StackOptions(
        ports,
        Services.ALL,
        Map.of(),
        balanced ? balancedEnvironment(ports) : Map.of(),
        restart,
        directory.resolve("shared-classes"),
        System.out::println);
  }

  private Map<String, String> balancedEnvironment(StackPorts ports) {
    Map<String, String> all = new HashMap<>(Map.of(Balancer.TRUST, "true"));
    if (Balancer.isCachePossible()) {
      all.putAll(Balancer.cacheEnvironment(directory, cachePort(ports)));
    }
    return all;
  }

  private static int cachePort(StackPorts ports) {
    return ports.ofBalancer(4);
  }

  /// Limits of the balancer are variables of this process, as those of the services are.
  private Balancer.Options balancerOptions(StackOptions options) {
    return new Balancer.Options(
        options.ports(),
        environment.entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("RIVULET_BALANCER_"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        cachePort(options.ports()),
        options.progress());
  }

  private String balancerAddresses() {
    Balancer front = balancer;
    return front == null
        ? ""
        : "One origin  %s%n            %s%n".formatted(front.http(), front.https());
  }

  private Map<String, Integer> overrides() {
    Map<String, Integer> ports = new HashMap<>();
    for (String name : StackPorts.names()) {
      String value = environment.get("RIVULET_PORT_" + name.toUpperCase(Locale.ROOT));
      if (value != null) {
        ports.put(name, number(value));
      }
    }
    return ports;
  }

  private ControlSocket.Answer answer(LocalStack stack, String request) {
    if (request.equals("status")) {
      StatusReport report = StatusReport.of(stack);
      return new ControlSocket.Answer(report.ready() ? 0 : 1, report.text() + balancerAddresses());
    }
    if (request.equals("down")) {
      stop.countDown();
      return new ControlSocket.Answer(0, "");
    }
    String[] scale = request.split(" ", -1);
    if (scale.length == 3 && scale[0].equals("scale")) {
      stack.scale(scale[1], number(scale[2]));
      stack.publish();
      Balancer front = balancer;
      if (front != null) {
        front.update();
      }
      return new ControlSocket.Answer(0, StatusReport.of(stack).text());
    }
    return new ControlSocket.Answer(1, "the launcher does not know: " + request + "\n");
  }

  private void close(LocalStack stack) {
    stack.close();
    Balancer front = balancer;
    if (front != null) {
      front.close();
    }
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,5}")) {
      throw new UsageException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }

  private static String next() {
    return """

    Try, in two more terminals:   ./rivulet chat --as ann      and   ./rivulet chat --as bob
    Or, alone:                    ./rivulet demo
    Look around:                  ./rivulet status | logs SERVICE | topics tail events | help
    Ctrl-C stops everything; data stays in .rivulet for the next start.
    """;
  }
}
