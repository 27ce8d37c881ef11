package dev.rivulet.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Block;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.OpenDirect;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.fanout.decide.RuleSets;
import dev.rivulet.fanout.decide.state.PartitionState;
import dev.rivulet.runtime.KafkaConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypingProcessorTest {
  private static final UUID GROUP = new UUID(0x4000L, 0x8000_0000_0000_0001L);
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID CY = new UUID(3, 3);
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path state;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> commands;
  private TestInputTopic<byte[], byte[]> typing;
  private TestOutputTopic<byte[], byte[]> notices;
  private int commandsSoFar;

  @BeforeEach
  void start() {
    var settings = new Properties();
    settings.put("application.id", "test");
    settings.put("state.dir", state.toString());
    KafkaConfig kafka = TopologyTest.kafka();
    var topology =
        FanoutTopology.build(
            kafka, new DecisionMeters(registry), new TypingMeters(registry), Duration.ofSeconds(2));
    driver = new TopologyTestDriver(topology, settings, START);
    var newest = PartitionState.newBuilder().setRules(RuleSets.RELEASED.newest()).build();
    driver
        .<Bytes, byte[]>getKeyValueStore(FanoutTopology.STORE)
        .put(Bytes.wrap(new byte[] {'C', 0, 0, 0, 0}), newest.toByteArray());
    var bytes = new ByteArraySerializer();
    commands = driver.createInputTopic("rivulet.commands", bytes, bytes);
    typing = driver.createInputTopic("rivulet.typing", bytes, bytes);
    notices =
        driver.createOutputTopic(
            "rivulet.notices", new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void theOtherMembersAreToldByTheirPartition() throws Exception {
    create(BOB, CY);
    type(GROUP, ANN, START);
    var record = notices.readRecord();
    assertThat(record.key()).isEqualTo(Partitions.key(0));
    var notice = Notice.parseFrom(record.value());
    assertThat(notice.getUser().isEmpty()).isTrue();
    assertThat(Ids.uuid(notice.getWriting().getUser())).isEqualTo(ANN);
    assertThat(notice.getWriting().getRecipients()).isEqualTo(Ids.bytes(BOB).concat(Ids.bytes(CY)));
    assertThat(notices.isEmpty()).isTrue();
  }

  @Test
  void strangersAndUnknownConversationsTellNobody() {
    create(BOB);
    type(GROUP, CY, START);
    type(new UUID(9, 0x8000_0000_0000_0009L), ANN, START);
    typing.pipeInput(Ids.array(GROUP), new byte[] {-1}, START);
    typing.pipeInput(Ids.array(GROUP), new byte[0], START);
    assertThat(notices.isEmpty()).isTrue();
    assertThat(counted("dropped")).isEqualTo(4);
  }

  @Test
  void whoSaysItAgainTooSoonIsNotHeard() {
    create(BOB);
    type(GROUP, ANN, START);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    type(GROUP, ANN, START.plusSeconds(1));
    type(GROUP, BOB, START.plusSeconds(1));
    driver.advanceWallClockTime(Duration.ofSeconds(2));
    type(GROUP, ANN, START.plusSeconds(3));
    assertThat(notices.readRecordsToList()).hasSize(3);
  }

  @Test
  void whatWaitedTooLongIsShedAndCounted() {
    create(BOB);
    driver.advanceWallClockTime(Duration.ofSeconds(10));
    type(GROUP, ANN, START);
    assertThat(notices.isEmpty()).isTrue();
    assertThat(counted("shed")).isEqualTo(1);
  }

  @Test
  void inABigConversationNobodyIsTold() {
    create(
        Stream.iterate(100L, n -> n + 1).limit(256).map(n -> new UUID(n, n)).toArray(UUID[]::new));
    type(GROUP, ANN, START);
    assertThat(notices.isEmpty()).isTrue();
  }

  @Test
  void inABlockedDirectConversationNobodyIsTold() {
    UUID direct = Ids.direct(ANN, BOB);
    var two = OpenDirect.newBuilder().setFirst(Ids.bytes(ANN)).setSecond(Ids.bytes(BOB));
    command(direct, ANN, Command.newBuilder().setOpenDirect(two));
    type(direct, ANN, START);
    assertThat(notices.readRecordsToList()).hasSize(1);
    command(direct, BOB, Command.newBuilder().setBlock(Block.newBuilder().setBlocked(true)));
    driver.advanceWallClockTime(Duration.ofSeconds(5));
    type(direct, ANN, START.plusSeconds(5));
    type(direct, BOB, START.plusSeconds(5));
    assertThat(notices.isEmpty()).isTrue();
  }

  private void create(UUID... members) {
    var group = CreateGroup.newBuilder().setName("a group");
    Stream.of(members).forEach(member -> group.addMembers(Ids.bytes(member)));
    command(GROUP, ANN, Command.newBuilder().setCreateGroup(group));
  }

  private void command(UUID conversation, UUID actor, Command.Builder command) {
    commandsSoFar++;
    var whole =
        command
            .setConversation(Ids.bytes(conversation))
            .setActor(
                Actor.newBuilder().setUser(Ids.bytes(actor)).setDevice(Ids.bytes(new UUID(7, 7))))
            .setClientMessageId("c" + commandsSoFar)
            .build();
    commands.pipeInput(Ids.array(conversation), whole.toByteArray(), START);
  }

  private void type(UUID conversation, UUID user, Instant at) {
    var record =
        Typing.newBuilder().setConversation(Ids.bytes(conversation)).setUser(Ids.bytes(user));
    typing.pipeInput(Ids.array(conversation), record.build().toByteArray(), at);
  }

  private double counted(String outcome) {
    return registry.counter("rivulet.fanout.typing", "outcome", outcome).count();
  }
}
