package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.servers.ChildProcess;
import dev.rivulet.servers.Installation;
import dev.rivulet.servers.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The programs under `examples`, which use none of our SDK.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(5)
class ExampleProgramsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;

  private final TestStack stack;

  ExampleProgramsIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void botAnswersEveryMessageOnceThoughItIsKilledInBetween(@TempDir Path directory)
      throws IOException {
    List<Person> people = stack.people(1);
    TestDevice ann = people.getFirst().device();
    String handle = TestStack.newHandle("echo");
    Path log = directory.resolve("log");
    ChildProcess bot = bot(handle, directory, log);
    try {
      awaitReady(log, 1);
      UUID echo = ann.client().api().userByHandle(handle).join().user();
      UUID direct = ann.client().api().openDirect(echo).join();
      Talk.awaitSent(ann.sendMany(direct, MESSAGES));
      bot.kill();
      Talk.awaitSent(ann.sendMany(direct, MESSAGES));
      bot = bot(handle, directory, log);
      awaitReady(log, 2);
      Talk.awaitSent(ann.sendMany(direct, MESSAGES));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(answers(ann, direct, echo)).hasSize(3 * MESSAGES));
      assertThat(texts(answers(ann, direct, echo)))
          .containsExactlyInAnyOrderElementsOf(texts(answers(ann, direct, people.getFirst().id())));
    } finally {
      bot.kill();
      Person.closeAll(people);
    }
  }

  @Test
  void consumerPrintsEveryMessageOnce() {
    List<Person> people = stack.people(2);
    TestDevice ann = people.getFirst().device();
    UUID direct = ann.client().api().openDirect(people.getLast().id()).join();
    Talk.awaitSent(ann.sendMany(direct, MESSAGES));
    var consumer =
        new Program(stack, "examples/events-consumer", "dev.rivulet.examples.EventsConsumer");
    Program.Run run =
        consumer.run(
            Map.of(),
            null,
            PATIENCE,
            stack.processes().kafka().bootstrapServers(),
            "rivulet.events",
            TestStack.newHandle("example"),
            "10");
    assertThat(run.code()).isZero();
    assertThat(run.output().lines())
        .filteredOn(line -> line.startsWith(direct.toString()))
        .hasSize(1 + MESSAGES + 1)
        .last()
        .isEqualTo(direct + ": " + MESSAGES + " messages, 2 members");
    assertThat(run.output()).doesNotContain("gap").doesNotContain("SLF4J");
    Person.closeAll(people);
  }

  private ChildProcess bot(String handle, Path directory, Path log) {
    Path script = Installation.find().root().resolve("examples/echo-bot/echo_bot.py");
    List<String> command =
        List.of(
            "python3",
            "-B",
            script.toString(),
            "--api",
            stack.api().toString(),
            "--gateway",
            stack.gateways().getFirst().toString(),
            "--handle",
            handle,
            "--state",
            directory.resolve("state").toString());
    return ChildProcess.start(new Launch(command, Map.of(), directory, log));
  }

  private static void awaitReady(Path log, int times) {
    await("the bot says that it is ready")
        .atMost(PATIENCE)
        .until(
            () ->
                Files.exists(log)
                    && Files.readString(log).lines().filter(it -> it.startsWith("ready")).count()
                        == times);
  }

  private static List<ConversationEvent> answers(TestDevice device, UUID conversation, UUID user) {
    return device.view(conversation).stream()
        .filter(event -> event.kind().equals(ConversationEvent.MESSAGE))
        .filter(event -> user.equals(event.user()))
        .toList();
  }

  private static List<String> texts(List<ConversationEvent> events) {
    return events.stream().map(event -> String.valueOf(event.text())).toList();
  }
}
