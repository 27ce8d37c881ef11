package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The job's jar on a cluster of its own, through everything that can happen to its state.
///
/// The savepoint in the resources was taken by an older version at the same place of the same log;
/// `-Drivulet.record=1` writes what this version would leave into `target/savepoint`.
@Tag("slow")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class FlinkClusterIT {
  private static final ByteString ANN = Chat.id(1);
  private static final ByteString BOB = Chat.id(2);

  /// From a job that runs again to statuses that are right again.
  private static final Duration CONVERGENCE = Duration.ofSeconds(10);

  private final Chat chat = new Chat();
  private String job = "";

  @TempDir Path directory;

  @Test
  void statusesNeverGoBackAndAreRightAgainWhateverHappensToTheState() throws Exception {
    try (var stack = new ReceiptStack(directory);
        var cluster = new FlinkCluster(directory.resolve("flink"))) {
      var first = cluster.taskManager("taskmanager-1");
      var second = cluster.taskManager("taskmanager-2");
      eventually(() -> assertThat(cluster.slots()).isEqualTo(4));

      submit(cluster, stack, List.of());
      stack.event(chat.open(ANN, BOB));
      stack.event(chat.say(ANN));
      stack.receipt(Chat.delivered(BOB, 2));
      converges(cluster, stack, "started");
      record(cluster.savepoint(job, directory.resolve("savepoints")));

      say(stack);
      eventually(() -> assertThat(cluster.checkpoints().newest()).isPresent());
      first.kill();
      say(stack);
      // The other's slots may take all of it, once the loss is noticed.
      eventually(() -> assertThat(cluster.restores(job)).isPositive());
      converges(cluster, stack, "a TaskManager was killed");

      cluster.cancel(job);
      say(stack);
      var checkpoint = cluster.checkpoints().newest().orElseThrow();
      submit(cluster, stack, List.of("-s", checkpoint.toUri().toString()));
      converges(cluster, stack, "from a checkpoint");
      assertThat(cluster.restores(job)).isEqualTo(1);

      cluster.cancel(job);
      cluster.checkpoints().forgetOthers(Optional.empty());
      // Without state nothing is told that is older than what was told before. (A restore writes
      // what
      // lies between once more; a viewer takes the larger number.)
      int before = stack.statuses(BOB).size();
      say(stack);
      submit(cluster, stack, List.of());
      converges(cluster, stack, "the checkpoints were lost");
      assertThat(stack.statuses(BOB).subList(before, stack.statuses(BOB).size()))
          .allSatisfy(it -> assertThat(it.getRead()).isEqualTo(chat.log.size()));

      cluster.cancel(job);
      say(stack);
      submit(cluster, stack, List.of("-s", olderSavepoint().toUri().toString()));
      converges(cluster, stack, "from a savepoint of an older version");
      assertThat(cluster.restores(job)).isEqualTo(1);
      assertThat(second.isAlive()).isTrue();
    }
  }

  private void submit(FlinkCluster cluster, ReceiptStack stack, List<String> restored)
      throws IOException {
    var servers = stack.kafka.bootstrapServers();
    job = cluster.submit(jar(), restored, List.of("--bootstrap-servers", servers));
  }

  /// One more message, which Bob has read.
  private void say(ReceiptStack stack) {
    stack.event(chat.say(ANN));
    stack.receipt(Chat.read(BOB, chat.log.size()));
  }

  private void converges(FlinkCluster cluster, ReceiptStack stack, String what) {
    eventually(() -> assertThat(cluster.runs(job)).isTrue());
    long began = System.nanoTime();
    await(what)
        .atMost(CONVERGENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var last = stack.statuses(BOB).getLast();
              assertThat(last.getDelivered()).isEqualTo(chat.log.size());
            });
    System.out.printf("%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(it -> it.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }

  private static Path olderSavepoint() throws URISyntaxException {
    var metadata = FlinkClusterIT.class.getResource("savepoint-1/_metadata");
    assertThat(metadata).isNotNull();
    return Path.of(metadata.toURI()).resolveSibling(".").normalize();
  }

  private static void record(Path savepoint) throws IOException {
    if (System.getProperty("rivulet.record") != null) {
      var copy = Files.createDirectories(Path.of("target/savepoint"));
      try (Stream<Path> files = Files.list(savepoint)) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(ReceiptStack.PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }
}
