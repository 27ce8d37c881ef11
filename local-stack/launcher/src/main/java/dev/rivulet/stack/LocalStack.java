package dev.rivulet.stack;

import dev.rivulet.servers.CassandraServer;
import dev.rivulet.servers.ChildProcess;
import dev.rivulet.servers.JvmFlags;
import dev.rivulet.servers.KafkaServer;
import dev.rivulet.servers.Launch;
import dev.rivulet.servers.LogEnd;
import dev.rivulet.servers.RedisServer;
import dev.rivulet.servers.S3Server;
import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rivulet on this machine: the servers and services of one directory. One stack per directory runs
/// at a time; everything it keeps is below that directory.
public final class LocalStack implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration STOP_GRACE = Duration.ofSeconds(15);
  private static final int START_ATTEMPTS = 3;

  /// What our services exit with when something they need is away: worth another attempt.
  private static final int UNAVAILABLE = 69;

  private static final int INSTANCES_MAX = 16;

  private final Path directory;
  private final StackOptions options;
  private final RunDirectory run;
  private final Jvm jvm;
  private final StackServers servers;
  private final Map<String, List<ServiceProcess>> services = new LinkedHashMap<>();
  private final Map<String, String> environment = new ConcurrentSkipListMap<>();
  private final @Nullable Supervisor supervisor;
  private final Object scaling = new Object();
  private volatile boolean closing;

  private LocalStack(Path directory, StackOptions options, RunDirectory run) {
    this.directory = directory;
    this.options = options;
    this.run = run;
    this.jvm = new Jvm(options.sharedClasses(), directory.resolve("lib"));
    this.servers = StackServers.of(directory, options, jvm);
    environment.putAll(servers.environment());
    options.services().forEach(this::addInstances);
    addAddresses();
    environment.putAll(options.environment());
    this.supervisor =
        options.autoRestart() ? new Supervisor(options.progress(), this::record) : null;
  }

  /// Takes the directory and starts nothing yet.
  ///
  /// @throws ServerException if another stack runs there, the disk is full, a JDK is missing or a
  ///   port is taken
  public static LocalStack create(Path directory, StackOptions options) {
    Path absolute = directory.toAbsolutePath().normalize();
    RunDirectory run = RunDirectory.lock(absolute);
    try {
      Preflight.space(absolute);
      run.endLeftovers()
          .forEach(name -> options.progress().accept("ended a leftover process: " + name));
      LocalStack stack = new LocalStack(absolute, options, run);
      Preflight.jdk(stack.servers.cassandra() != null);
      Preflight.ports(stack.processes());
      return stack;
    } catch (ServerException | UncheckedIOException | IllegalArgumentException e) {
      run.close();
      throw e;
    }
  }

  /// Starts everything; when it returns, all of it is ready.
  ///
  /// @throws ServerException if something does not start; nothing is left running then
  public static LocalStack start(Path directory, StackOptions options) {
    LocalStack stack = create(directory, options);
    stack.startAll();
    return stack;
  }

  /// Starts everything that `create` prepared.
  ///
  /// @throws ServerException if something does not start; nothing is left running then
  public void startAll() {
    try (StartUp start = new StartUp(this::killAll)) {
      if (servers.kafka() != null) {
        start.provide(Need.TOPICS, this::startKafka);
      }
      if (servers.cassandra() != null) {
        start.provide(Need.SCHEMA, this::startCassandra);
      }
      if (servers.redis() != null) {
        start.provide(Need.REDIS, () -> startServer(redis()));
      }
      if (servers.objects() != null) {
        start.provide(Need.OBJECTS, () -> startServer(objects()));
      }
      for (ServiceProcess service : allServices()) {
        start.after(service.spec().needs(), () -> startService(service));
      }
      start.await();
      // One that lost what it needs while the others started is not ready any more.
      allServices().forEach(service -> service.awaitReady(START_TIMEOUT));
    } catch (ServerException e) {
      close();
      throw e;
    }
    record();
    if (supervisor != null) {
      processes().forEach(supervisor::watch);
    }
  }

  public Path directory() {
    return directory;
  }

  /// The broker.
  ///
  /// @throws NullPointerException if no chosen service needs it
  public KafkaServer kafka() {
    return Objects.requireNonNull(servers.kafka(), "this stack has no Kafka");
  }

  /// The database.
  ///
  /// @throws NullPointerException if no chosen service needs it
  public CassandraServer cassandra() {
    return Objects.requireNonNull(servers.cassandra(), "this stack has no Cassandra");
  }

  /// The store of what may be lost.
  ///
  /// @throws NullPointerException if no chosen service needs it
  public RedisServer redis() {
    return Objects.requireNonNull(servers.redis(), "this stack has no Redis");
  }

  /// The object store.
  ///
  /// @throws NullPointerException if no chosen service needs it
  public S3Server objects() {
    return Objects.requireNonNull(servers.objects(), "this stack has no object store");
  }

  /// The instances of a service in the order of their numbers.
  public List<ServiceProcess> instances(String service) {
    List<ServiceProcess> found = services.get(service);
    if (found == null) {
      throw new IllegalArgumentException(
          "no service " + service + " here; there are " + String.join(", ", services.keySet()));
    }
    return List.copyOf(found);
  }

  /// The first instance of a service.
  public ServiceProcess service(String service) {
    return instances(service).getFirst();
  }

  /// Every process, servers first.
  public List<ServerProcess> processes() {
    return Stream.concat(servers.all().stream(), allServices().stream()).toList();
  }

  /// The configuration that leads clients and tools to this stack; it holds secrets.
  public Map<String, String> environment() {
    return new TreeMap<>(environment);
  }

  /// Where client-api answers.
  public URI api() {
    return URI.create("http://127.0.0.1:" + service(Services.CLIENT_API).port());
  }

  /// Where the gateways take sockets.
  public List<URI> gateways() {
    return instances(Services.EDGE_GATEWAY).stream()
        .map(gateway -> URI.create("ws://127.0.0.1:" + gateway.port() + "/v1/ws"))
        .toList();
  }

  /// Starts or stops instances of a service until there are `count`; new ones are ready then.
  public void scale(String service, int count) {
    if (count < 1 || count > INSTANCES_MAX) {
      throw new IllegalArgumentException(
          "a service has from 1 to " + INSTANCES_MAX + " instances, not " + count);
    }
    if (count > 1 && service.equals(Services.RECEIPT_AGGREGATOR)) {
      throw new IllegalArgumentException(
          service
              + " runs once, since a second one would do the same work again; more threads are "
              + Services.RECEIPT_PARALLELISM);
    }
    synchronized (scaling) {
      instances(service);
      List<ServiceProcess> present = Objects.requireNonNull(services.get(service));
      while (present.size() > count) {
        ServiceProcess last = present.removeLast();
        last.stop(STOP_GRACE);
        progress(last.name() + " stopped");
      }
      while (present.size() < count) {
        ServiceProcess next = newInstance(present.getFirst().spec(), present.size() + 1);
        startService(next);
        present.add(next);
        if (supervisor != null) {
          supervisor.watch(next);
        }
      }
      addAddresses();
      record();
    }
  }

  /// Restarts a service, one instance after the other, with a setting that from now on is so for
  /// all that is started.
  public void restart(String service, String variable, String value) {
    synchronized (scaling) {
      environment.put(variable, value);
      for (ServiceProcess instance : instances(service)) {
        instance.stop(STOP_GRACE);
        startService(instance);
      }
    }
  }

  /// Stops everything: first what clients are connected to, then the other services, then the
  /// servers. A second call returns when the first has done its work.
  @Override
  public synchronized void close() {
    closing = true;
    if (supervisor != null) {
      supervisor.close();
    }
    List<ServiceProcess> all = allServices();
    stop(all.stream().filter(service -> service.spec().hasClients()).toList());
    stop(all.stream().filter(service -> !service.spec().hasClients()).toList());
    stop(servers.all());
    run.close();
  }

  private void startKafka() {
    startServer(kafka());
    runJob(Services.TOPICS);
  }

  private void startCassandra() {
    startServer(cassandra());
    runJob(Services.SCHEMA);
  }

  private void startServer(ServerProcess server) {
    long began = System.nanoTime();
    begin(server);
    server.awaitReady(START_TIMEOUT);
    ready(server, began);
  }

  private void startService(ServiceProcess service) {
    long began = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      begin(service);
      try {
        service.awaitReady(START_TIMEOUT);
        ready(service, began);
        return;
      } catch (ServerException e) {
        boolean again = !service.isAlive() && service.exit().join() == UNAVAILABLE;
        if (closing || !again || attempt == START_ATTEMPTS) {
          service.stop(Duration.ZERO);
          throw e;
        }
      }
    }
  }

  /// A start that overlaps with `close` is taken back by whichever of the two comes last.
  private void begin(ServerProcess process) {
    if (!closing) {
      process.start();
      record();
    }
    if (closing) {
      process.stop(Duration.ZERO);
      throw new ServerException("stopped while " + process.name() + " was starting");
    }
  }

  private void runJob(SetupJob job) {
    long began = System.nanoTime();
    List<String> command = jvm.command(job.name(), true, job.module(), 64, List.of());
    command.add("-XX:TieredStopAtLevel=1");
    command.add(job.mainClass());
    Path log = log(job.name());
    Map<String, String> all = new LinkedHashMap<>(JvmFlags.ENVIRONMENT);
    all.putAll(environment);
    ChildProcess process = ChildProcess.start(new Launch(command, all, made(directory), log));
    if (!process.ended(START_TIMEOUT)) {
      process.kill();
    }
    int code = process.exit().join();
    if (code != 0) {
      LogEnd end = LogEnd.of(log);
      throw new ServerException(
          "setting up the " + job.name() + " ended with code " + code + end.words(), end.details());
    }
    progress("%-18s done    %5.1f s".formatted(job.name(), seconds(began)));
  }

  private void ready(ServerProcess process, long began) {
    progress(StatusReport.readyLine(process, seconds(began)));
  }

  private void stop(Collection<? extends ServerProcess> processes) {
    List<Thread> threads = new ArrayList<>();
    for (ServerProcess process : processes) {
      threads.add(Thread.ofVirtual().name("stop-" + process.name()).start(() -> stop(process)));
    }
    threads.forEach(LocalStack::join);
  }

  private void stop(ServerProcess process) {
    boolean ran = process.isAlive();
    long began = System.nanoTime();
    process.stop(STOP_GRACE);
    if (ran) {
      progress("%-18s stopped %5.1f s".formatted(process.name(), seconds(began)));
    }
  }

  private void killAll() {
    closing = true;
    processes().forEach(process -> process.stop(Duration.ZERO));
  }

  private List<ServiceProcess> allServices() {
    return services.values().stream().flatMap(List::stream).toList();
  }

  private void addInstances(ServiceSpec spec) {
    List<ServiceProcess> instances = new CopyOnWriteArrayList<>();
    IntStream.rangeClosed(1, options.instances().getOrDefault(spec.name(), 1))
        .forEach(number -> instances.add(newInstance(spec, number)));
    services.put(spec.name(), instances);
  }

  private ServiceProcess newInstance(ServiceSpec spec, int number) {
    int index = options.services().indexOf(spec);
    return new ServiceProcess(
        spec,
        new ServiceProcess.Place(
            directory,
            number,
            options.ports().ofService(spec.name(), number),
            options.ports().ofAdmin(index, number)),
        jvm,
        environment);
  }

  private void addAddresses() {
    if (services.containsKey(Services.CLIENT_API)) {
      environment.put(StackEnvironment.API_URL, api().toString());
    }
    if (services.containsKey(Services.EDGE_GATEWAY)) {
      environment.put(
          StackEnvironment.GATEWAY_URL,
          gateways().stream().map(URI::toString).collect(Collectors.joining(",")));
    }
    addMediaAddress();
  }

  private void addMediaAddress() {
    if (services.containsKey(Services.MEDIA_INGEST)) {
      environment.put(
          StackEnvironment.MEDIA_URL, "http://127.0.0.1:" + service(Services.MEDIA_INGEST).port());
    }
  }

  private void record() {
    if (!closing) {
      run.record(processes());
    }
  }

  /// Writes the addresses down for other programs of this machine's user.
  void publish() {
    run.environment(environment);
  }

  private Path log(String name) {
    return made(directory.resolve("logs")).resolve(name + ".log");
  }

  private void progress(String line) {
    options.progress().accept(line);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
