package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ConnectionState;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an operator asks: `./rivulet dead-letters`, `./rivulet rules` and `./rivulet admin`.
@ExtendWith(StackExtension.class)
@Timeout(90)
@Order(7)
@Tag("slow")
class OperatorIT {
  private static final String COMMANDS = Topic.COMMANDS.name("rivulet.");
  private static final int PARTITIONS = 8;

  private final TestStack stack;
  private final Program letters;
  private final Program rules;
  private final Program admin;

  OperatorIT(TestStack stack) {
    this.stack = stack;
    this.letters = new Program(stack, "fanout-streams", "dev.rivulet.fanout.setup.DeadLetters");
    this.rules = new Program(stack, "fanout-streams", "dev.rivulet.fanout.setup.Rules");
    this.admin = new Program(stack, "client-api", "dev.rivulet.api.admin.Admin");
  }

  @Test
  void commandInAWrongPartitionIsALetterAndReplayedItIsDecided() throws Exception {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    UUID direct = Talk.newDirect(ann, people.getLast());
    int wrong = (Partitions.of(direct, PARTITIONS) + 1) % PARTITIONS;
    append(wrong, Ids.array(direct), message(ann, direct).toByteArray());

    String number = letter("not the conversation's partition");
    Program.Run shown = run(letters, 0, "show", number);
    assertThat(shown.output()).contains(direct.toString()).doesNotContain(TestStack.BODY_MARK);
    assertThat(run(letters, 0, "show", number, "--content").output()).contains("by hand");

    run(letters, 0, "replay", number);
    ann.device().awaitSeq(direct, 2);
    run(letters, 0, "replay", number);
    Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK));
    assertThat(stack.log().catchUp().entries(direct)).as("replayed twice, decided once").hasSize(3);
    Person.closeAll(people);
  }

  @Test
  void bytesThatAreNoCommandAreShownButNotReplayed() throws Exception {
    append(0, new byte[16], "\uffff no command".getBytes(StandardCharsets.UTF_8));
    String number = letter("not a Command");
    assertThat(run(letters, 0, "show", number).output()).contains("unreadable");
    assertThat(run(letters, 0, "show", number, "--content").output()).contains("efbfbf206e6f");
    assertThat(run(letters, 1, "replay", number).output()).contains("no command");
    assertThat(run(letters, 1, "show", "999999").output()).contains("no dead letter");
    assertThat(run(letters, 64, "show").output()).contains("usage");
  }

  @Test
  void rulesAreShownAndRaisingThemAgainAppendsNothing() {
    String shown = run(rules, 0, "show").output();
    assertThat(shown).contains("partition 7: rule set 3").contains("knows rule sets 1 to 3");
    assertThat(run(rules, 0, "raise").output()).contains("nothing was appended");
    assertThat(run(rules, 1, "raise", "99").output()).contains("fanout would stop");
    assertThat(run(rules, 0, "show").output()).isEqualTo(shown);
  }

  @Test
  void anAccountIsLookedAtAndSignedOut() {
    Person ann = stack.people(1).getFirst();
    assertThat(admin(0, "user", "show", ann.handle()).output()).contains("\"active\"");
    assertThat(admin(0, "user", "sessions", ann.handle()).output())
        .contains(ann.device().device().toString());
    assertThat(admin(0, "user", "disable", ann.handle(), "--reason", "spam").output())
        .contains("\"disabled\"");
    await("the device is put out")
        .atMost(Talk.PATIENCE)
        .until(() -> ann.device().client().state() == ConnectionState.ENDED);
    assertThat(admin(1, "user", "show", "nobody-of-this").output()).contains("unknown-user");
    assertThat(admin(64, "user", "burn", ann.handle()).output()).contains("usage");
    ann.close();
  }

  private Program.Run admin(int code, String... words) {
    List<String> all = new ArrayList<>(List.of("--data", stack.file("").toString()));
    all.addAll(List.of(words));
    return run(admin, code, all.toArray(String[]::new));
  }

  /// The number of the newest letter with that reason, once it is there.
  private String letter(String reason) {
    return await("a dead letter: " + reason)
        .atMost(Talk.PATIENCE)
        .until(
            () ->
                run(letters, 0, "list")
                    .output()
                    .lines()
                    .filter(line -> line.endsWith(reason))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .reduce("", (before, after) -> after),
            number -> !number.isEmpty());
  }

  private static Program.Run run(Program program, int code, String... args) {
    Program.Run run = program.run(Map.of(), null, Duration.ofSeconds(30), args);
    assertThat(run.code()).as(run.output()).isEqualTo(code);
    return run;
  }

  private static Command message(Person from, UUID conversation) {
    Content content =
        Content.newBuilder()
            .setContent(
                com.google.protobuf.ByteString.copyFromUtf8(TestStack.BODY_MARK + " by hand"))
            .build();
    return Command.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setActor(
            Actor.newBuilder()
                .setUser(Ids.bytes(from.id()))
                .setDevice(Ids.bytes(from.device().device())))
        .setClientMessageId("by-hand")
        .setSendMessage(SendMessage.newBuilder().setContent(content))
        .build();
  }

  private void append(int partition, byte[] key, byte[] value) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", stack.processes().kafka().bootstrapServers(), "acks", "all");
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      producer
          .send(new ProducerRecord<>(COMMANDS, partition, key, value))
          .get(30, TimeUnit.SECONDS);
    }
  }
}
