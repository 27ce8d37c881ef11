package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.api.Conversation;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The main job on real input: a long text goes line by line through `./rivulet chat`.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(5)
class PipeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final TestStack stack;
  private final Program chat;

  PipeIT(TestStack stack) {
    this.stack = stack;
    this.chat = new Program(stack, "clients/java", "dev.rivulet.client.terminal.Chat");
  }

  @Test
  void longTextReachesAnotherPersonAsItIs() throws IOException {
    List<Person> people = stack.people(1);
    Person bob = people.getFirst();
    String ann = TestStack.newHandle("ann");
    List<String> written = pipe("--as", ann, "--to", bob.handle());

    UUID direct = onlyConversation(bob);
    Truth truth = Checker.check(stack, direct, people);
    Checker.assertSame("what bob got", truth.texts(), written);
    Program.Run printed = run(null, "--as", ann, "--to", bob.handle(), "--history", "0", "--raw");
    assertThat(printed.code()).isZero();
    Checker.assertSame("what ann prints", printed.output().lines().toList(), written);
    Person.closeAll(people);
  }

  @Test
  void longTextReachesAGroupOf20AsItIs() throws IOException {
    List<Person> people = stack.people(19);
    String handles = people.stream().map(Person::handle).collect(Collectors.joining(","));
    List<String> written =
        pipe("--as", TestStack.newHandle("ann"), "--group", "readers", "--members", handles);

    UUID group = onlyConversation(people.getFirst());
    Truth truth = Checker.check(stack, group, people);
    Checker.assertSame("what the group got", truth.texts(), written);
    assertThat(truth.at(1).map(ConversationEvent::members).orElseThrow()).hasSize(20);
    Person.closeAll(people);
  }

  /// Returns the lines that are messages.
  private List<String> pipe(String... arguments) throws IOException {
    List<String> lines = PipedText.lines();
    Path input = Files.createTempFile(stack.file("."), "text", ".txt");
    Files.writeString(input, String.join("\n", lines) + "\n");
    List<String> messages = lines.stream().filter(line -> !line.isEmpty()).toList();
    Program.Run run = run(input, arguments);
    assertThat(run.output())
        .contains("lines " + lines.size() + ",")
        .contains("accepted " + messages.size() + ", sent " + messages.size() + ", refused 0")
        .contains("lost 0");
    assertThat(run.code()).isZero();
    return messages;
  }

  private Program.Run run(@Nullable Path input, String... arguments) {
    String gateways = stack.gateways().stream().map(URI::toString).collect(Collectors.joining(","));
    Map<String, String> environment =
        Map.of(
            "RIVULET_WS_URL",
            gateways,
            "RIVULET_CLIENT_DIR",
            stack.file("clients").toString(),
            "RIVULET_PASSWORD",
            TestStack.PASSWORD_MARK + " of the terminal");
    return chat.run(environment, input, PATIENCE, arguments);
  }

  private static UUID onlyConversation(Person person) {
    List<Conversation> all = person.device().client().api().allConversations().join();
    assertThat(all).hasSize(1);
    return all.getFirst().conversation();
  }
}
