package dev.rivulet.testing.browser;

import static org.awaitility.Awaitility.await;

import dev.rivulet.servers.Installation;
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
import java.util.Comparator;
import java.util.stream.Stream;

/// Rivulet as a whole, with two gateways, restarted where it is killed.
final class BrowserStack {
  /// One for all classes, which have the same directory, and a start takes longer than most tests.
  private static final class Shared {
    static final BrowserStack STACK = untilTheEnd();
  }

  private final LocalStack stack;

  private BrowserStack(LocalStack stack) {
    this.stack = stack;
  }

  private static BrowserStack start() {
    Path directory = root().resolve("testing/browser/target/stack");
    delete(directory);
    return new BrowserStack(
        LocalStack.start(
            directory,
            StackOptions.forTests()
                .withInstances(Services.EDGE_GATEWAY, 2)
                .withService(cheapPasswords())
                .withAutoRestart(true)
                .withEnvironment(Balancer.TRUST, "true")
                // One address, one account and much to do in little time.
                .withEnvironment("RIVULET_API_LIMITS_COMMANDS_BY_USER", "1000000")
                .withProgress(line -> System.out.println("          " + line))));
  }

  private static BrowserStack untilTheEnd() {
    BrowserStack started = start();
    Runtime.getRuntime().addShutdownHook(new Thread(started.stack::close, "stop"));
    return started;
  }

  /// Starts when it is first asked for, and runs until this JVM ends.
  static BrowserStack shared() {
    return Shared.STACK;
  }

  /// The folder of the clone.
  static Path root() {
    return Installation.find().root();
  }

  private static ServiceSpec cheapPasswords() {
    return Services.ALL.stream()
        .filter(service -> service.name().equals(Services.CLIENT_API))
        .findFirst()
        .orElseThrow()
        .withEnvironment("RIVULET_API_PASSWORD_MEMORY_KIB", "512")
        .withEnvironment("RIVULET_API_PASSWORD_ITERATIONS", "1");
  }

  URI page() {
    return stack.api();
  }

  URI gateway() {
    return stack.gateways().getFirst();
  }

  /// One address in front of everything, over HTTPS. The caller closes it.
  Balancer balancer() {
    return Balancer.start(
        stack,
        Balancer.Options.forTests()
            .withLimit("RIVULET_BALANCER_REQUESTS_BY_ADDRESS_MAX", "100000"));
  }

  /// SIGKILL for every gateway; returns when they are back.
  void killGateways() {
    for (ServerProcess gateway : stack.instances(Services.EDGE_GATEWAY)) {
      long pid = gateway.pid();
      gateway.kill();
      await(gateway.name() + " is back")
          .atMost(Duration.ofSeconds(90))
          .until(() -> gateway.isAlive() && gateway.pid() != pid && gateway.answers());
    }
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
