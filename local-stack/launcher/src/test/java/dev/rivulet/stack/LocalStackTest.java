package dev.rivulet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rivulet.servers.ServerException;
import dev.rivulet.servers.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stack of Redis and services that only pretend, each a process of its own.
class LocalStackTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final Queue<String> progress = new ConcurrentLinkedQueue<>();

  @Test
  void everythingIsReadyAfterStartAndGoneAfterClose() throws IOException {
    LocalStack stack = LocalStack.start(directory, options());
    try (stack) {
      assertThat(stack.processes())
          .extracting(ServerProcess::name)
          .containsExactly("redis", "alpha", "beta");
      assertThat(stack.processes()).allMatch(ServerProcess::answers);
      assertThat(stack.service("alpha").residentBytes()).isPositive();
      assertThat(stack.service("alpha").log())
          .content()
          .contains("up with " + directory.resolve("services/alpha/state"));
    }
    assertThat(stack.processes()).noneMatch(ServerProcess::isAlive);
    assertThat(directory.resolve("run/processes")).doesNotExist();
    assertThat(progress)
        .as("a port is printed where somebody can connect")
        .anyMatch(line -> line.matches("beta +ready +[0-9.]+ s"))
        .anyMatch(line -> line.matches("redis +ready +[0-9.]+ s +port [0-9]+"));
  }

  @Test
  void secretsAreGeneratedOnceForTheOwnerAlone() throws IOException {
    LocalStack.start(directory, options()).close();
    Path secret = directory.resolve("secrets/redis-password");
    String first = Files.readString(secret);
    assertThat(first).hasSizeGreaterThanOrEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    LocalStack.start(directory, options()).close();
    assertThat(secret).hasContent(first);
  }

  @Test
  void aSecondStackInTheSameDirectoryIsRefusedAndTheFirstGoesOn() {
    try (LocalStack stack = LocalStack.start(directory, options())) {
      assertThatThrownBy(() -> LocalStack.start(directory, options()))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("runs already");
      assertThat(stack.processes()).allMatch(ServerProcess::answers);
    }
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackPorts ports = new StackPorts(0, Map.of("redis", taken.getLocalPort()));
      assertThatThrownBy(() -> LocalStack.start(directory, options().withPorts(ports)))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining(taken.getLocalPort() + " (redis)");
      assertThat(directory.resolve("run/processes")).doesNotExist();
      assertThat(progress).isEmpty();
    }
  }

  @Test
  void whatDoesNotStartTakesEverythingElseDownWithIt() {
    ServiceSpec broken = fake("broken").withEnvironment("RIVULET_FAKE_EXIT", "78");
    LocalStack stack =
        LocalStack.create(directory, options().withServices(List.of(fake("alpha"), broken)));
    assertThatThrownBy(stack::startAll)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("broken ended with code 78")
        .hasMessageContaining("this fake ends with 78");
    assertThat(stack.processes()).noneMatch(ServerProcess::isAlive);
    LocalStack.start(directory, options()).close();
  }

  @Test
  void aProcessThatEndsIsStartedAgainOnTheSamePort() {
    try (LocalStack stack = LocalStack.start(directory, options().withAutoRestart(true))) {
      ServiceProcess alpha = stack.service("alpha");
      long before = alpha.pid();
      alpha.kill();
      await().atMost(SOON).until(() -> alpha.isAlive() && alpha.answers());
      assertThat(alpha.pid()).isNotEqualTo(before);
      assertThat(progress).anyMatch(line -> line.startsWith("alpha ended with code 137"));

      stack.redis().kill();
      await().atMost(SOON).until(() -> stack.redis().isAlive() && stack.redis().answers());
    }
  }

  @Test
  void whatIsKilledStaysDeadWithoutAutoRestartAndCanBeStartedAgain() {
    try (LocalStack stack = LocalStack.start(directory, options())) {
      ServiceProcess beta = stack.service("beta");
      beta.kill();
      assertThat(beta.isAlive()).isFalse();
      beta.startAndAwait(SOON);
      assertThat(beta.answers()).isTrue();
    }
  }

  @Test
  void scalingAddsAndRemovesInstances() {
    try (LocalStack stack = LocalStack.start(directory, options())) {
      stack.scale("beta", 3);
      assertThat(stack.instances("beta"))
          .extracting(ServerProcess::name)
          .containsExactly("beta", "beta-2", "beta-3");
      assertThat(stack.instances("beta")).allMatch(ServerProcess::answers);
      ServiceProcess last = stack.instances("beta").getLast();
      stack.scale("beta", 1);
      assertThat(last.isAlive()).isFalse();
      assertThatThrownBy(() -> stack.scale("gamma", 2)).hasMessageContaining("alpha, beta");
      assertThatThrownBy(() -> stack.scale("beta", 0)).hasMessageContaining("not 0");
    }
  }

  @Test
  void aSecondReceiptAggregatorIsRefusedWithAWordOnWhatToDo() {
    try (LocalStack stack =
        LocalStack.create(
            directory, options().withServices(List.of(fake(Services.RECEIPT_AGGREGATOR))))) {
      assertThatThrownBy(() -> stack.scale(Services.RECEIPT_AGGREGATOR, 2))
          .hasMessageContaining("runs once")
          .hasMessageContaining("RIVULET_RECEIPT_PARALLELISM");
    }
  }

  @Test
  void leftoversOfAKilledLauncherAreEndedAtTheNextStart() throws IOException {
    Process leftover = new ProcessBuilder("sleep", "600").start();
    long start = leftover.info().startInstant().orElseThrow().toEpochMilli();
    Process innocent = new ProcessBuilder("sleep", "600").start();
    Files.createDirectories(directory.resolve("run"));
    Files.writeString(
        directory.resolve("run/processes"),
        "old %d %d%nother %d %d%n".formatted(leftover.pid(), start, innocent.pid(), 1_000_000));
    try {
      LocalStack.start(directory, options()).close();
      assertThat(leftover.isAlive()).isFalse();
      assertThat(innocent.isAlive()).isTrue();
      assertThat(progress).contains("ended a leftover process: old");
    } finally {
      innocent.destroyForcibly();
    }
  }

  private StackOptions options() {
    return StackOptions.forTests()
        .withSharedClasses(null)
        .withServices(List.of(fake("alpha"), fake("beta")))
        .withProgress(progress::add);
  }

  private static ServiceSpec fake(String name) {
    return new ServiceSpec(
        name,
        "-",
        FakeService.class.getName(),
        32,
        List.of("-XX:TieredStopAtLevel=1"),
        Map.of("RIVULET_FAKE_STATE", "${directory}/state"),
        Set.of(Need.REDIS));
  }
}
