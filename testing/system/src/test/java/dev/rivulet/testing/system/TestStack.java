package dev.rivulet.testing.system;

import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.Ports;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Balancer;
import dev.rivulet.stack.LocalStack;
import dev.rivulet.stack.ServiceSpec;
import dev.rivulet.stack.Services;
import dev.rivulet.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rivulet as a whole, with two gateways. A process that ends is started again at once, as
/// `./rivulet up` does it.
final class TestStack implements AutoCloseable {
  /// In every text that tests send, so that it can be looked for where it must not be.
  static final String BODY_MARK = "body-qz7";

  /// The same for passwords.
  static final String PASSWORD_MARK = "secret-qz7";

  /// Of tickets and addresses, so that tests can make and verify both.
  static final String MEDIA_KEYS = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  /// Where media-ingest looks for a cache, whether or not a test starts one.
  static final int CACHE_PORT = Ports.free();

  private static final int GATEWAYS = 2;
  private static final int SIGN_UPS_AT_ONCE = 16;
  private static final AtomicInteger HANDLES = new AtomicInteger();

  private final Path directory;
  private final ScheduledExecutorService scheduler = SerialLoop.scheduler("clients", 2);
  private final Transport transport = JdkTransport.create();
  private LocalStack stack;
  private EventLog log;

  private TestStack(Path directory) {
    this.directory = directory;
    this.stack = started(directory, Map.of());
    this.log = new EventLog(stack.kafka().bootstrapServers());
  }

  /// On an empty directory, which stays behind with its logs.
  static TestStack start() {
    Path directory = Installation.find().root().resolve("testing/system/target/stack");
    delete(directory);
    return new TestStack(directory);
  }

  private static LocalStack started(Path directory, Map<String, String> settings) {
    long began = System.nanoTime();
    StackOptions options =
        StackOptions.forTests()
            .withInstances(Services.EDGE_GATEWAY, GATEWAYS)
            .withService(cheapPasswords())
            .withEnvironment("RIVULET_MEDIA_KEYS_TICKETS", MEDIA_KEYS)
            .withEnvironment("RIVULET_MEDIA_KEYS_URLS", MEDIA_KEYS)
            .withEnvironment("RIVULET_MEDIA_CACHES_ADDRESSES", "http://127.0.0.1:" + CACHE_PORT)
            .withEnvironment("RIVULET_MEDIA_CACHES_TOKEN", Balancer.cacheToken(directory))
            .withAutoRestart(true)
            .withProgress(line -> System.out.println("          " + line));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      options = options.withEnvironment(setting.getKey(), setting.getValue());
    }
    LocalStack stack = LocalStack.start(directory, options);
    System.out.printf("%6.1f s  start of the stack%n", (System.nanoTime() - began) / 1e9);
    return stack;
  }

  /// Hundreds sign up here, and none of them is worth an attack.
  private static ServiceSpec cheapPasswords() {
    return Services.ALL.stream()
        .filter(service -> service.name().equals(Services.CLIENT_API))
        .findFirst()
        .orElseThrow()
        .withEnvironment("RIVULET_API_PASSWORD_MEMORY_KIB", "512")
        .withEnvironment("RIVULET_API_PASSWORD_ITERATIONS", "1");
  }

  /// Everything down in order and up again on the same data, at new ports, with other settings.
  void restart(Map<String, String> settings) {
    log.close();
    stack.close();
    stack = started(directory, settings);
    log = new EventLog(stack.kafka().bootstrapServers());
  }

  LocalStack processes() {
    return stack;
  }

  EventLog log() {
    return log;
  }

  URI api() {
    return stack.api();
  }

  List<URI> gateways() {
    return stack.gateways();
  }

  Addresses addresses() {
    return new Addresses(stack.api(), stack.gateways()).withMedia(media());
  }

  /// Where media-ingest answers.
  URI media() {
    return URI.create(Objects.requireNonNull(stack.environment().get("RIVULET_CLIENT_MEDIA_URL")));
  }

  /// With one gateway only.
  Addresses addressesOf(int gateway) {
    return new Addresses(stack.api(), List.of(stack.gateways().get(gateway)), media());
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  Transport transport() {
    return transport;
  }

  /// Where the logs of all processes are.
  Path logs() {
    return directory.resolve("logs");
  }

  Path file(String relative) {
    return directory.resolve(relative);
  }

  /// A handle that nobody has.
  static String newHandle(String name) {
    return name + "-" + HANDLES.incrementAndGet();
  }

  /// A password that is good enough.
  static String newPassword() {
    return PASSWORD_MARK + "-" + HANDLES.incrementAndGet();
  }

  /// New users with one device each, all of them live.
  List<Person> people(int count) {
    return people(count, addresses());
  }

  /// The same, with these gateways alone.
  List<Person> people(int count, Addresses addresses) {
    List<Person> people = new ArrayList<>();
    IntStream.range(0, count).forEach(number -> people.add(new Person(this, addresses)));
    for (int from = 0; from < count; from += SIGN_UPS_AT_ONCE) {
      people.subList(from, Math.min(count, from + SIGN_UPS_AT_ONCE)).stream()
          .map(Person::signUp)
          .toList()
          .forEach(done -> done.join());
    }
    people.forEach(person -> person.device().start());
    people.forEach(person -> person.device().awaitLive());
    return people;
  }

  /// SIGKILL. Returns when the process runs again and is ready.
  void killAndAwaitReturn(ServerProcess process) {
    long pid = process.pid();
    process.kill();
    awaitReturn(process, pid);
  }

  /// Returns when a later run of the process than `pid` is ready.
  static void awaitReturn(ServerProcess process, long pid) {
    await(process.name() + " is back")
        .atMost(Duration.ofSeconds(90))
        .until(() -> process.isAlive() && process.pid() != pid && process.answers());
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    log.close();
    stack.close();
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
