package dev.rivulet.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.fanout.decide.RuleSets;
import dev.rivulet.fanout.decide.UnknownRulesException;
import dev.rivulet.fanout.decide.state.PartitionState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeciderProcessorTest {
  private static final UUID GROUP = new UUID(0x4000L, 0x8000_0000_0000_0001L);

  @TempDir Path state;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> commands;
  private TestOutputTopic<byte[], byte[]> events;

  @BeforeEach
  void start() {
    var settings = new Properties();
    settings.put("application.id", "test");
    settings.put("state.dir", state.toString());
    var meters = new DecisionMeters(new SimpleMeterRegistry());
    driver = new TopologyTestDriver(TopologyTest.fanout(TopologyTest.kafka(), meters), settings);
    commands =
        driver.createInputTopic(
            "rivulet.commands", new ByteArraySerializer(), new ByteArraySerializer());
    events =
        driver.createOutputTopic(
            "rivulet.events", new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void eventCarriesTheKeyOfItsConversationAndHeadersOfItsOwn() throws Exception {
    var headers = new RecordHeaders();
    headers.add("trace", "random".getBytes(StandardCharsets.US_ASCII));
    var key = Ids.array(GROUP);
    commands.pipeInput(new TestRecord<>(key, create().toByteArray(), headers, 1_000L));
    var event = events.readRecord();
    assertThat(event.key()).isEqualTo(key);
    assertThat(Event.parseFrom(event.value()).getTime()).isEqualTo(1_000);
    assertThat(event.headers().toArray())
        .extracting(
            header -> header.key() + "=" + new String(header.value(), StandardCharsets.US_ASCII))
        .containsExactly("type=rivulet.v1.Event", "version=1");
  }

  @Test
  void stateThatDoesNotEndAtThisOffsetStopsTheTask() {
    commands.pipeInput(Ids.array(GROUP), create().toByteArray());
    var store = driver.<Bytes, byte[]>getKeyValueStore(FanoutTopology.STORE);
    var partition = Bytes.wrap(new byte[] {'C', 0, 0, 0, 0});
    store.put(partition, PartitionState.newBuilder().setNextOffset(5).build().toByteArray());
    assertThatThrownBy(() -> commands.pipeInput(Ids.array(GROUP), create().toByteArray()))
        .isInstanceOf(StreamsException.class)
        .hasRootCauseMessage("commands-0: the state expects offset 5 next, the log gives 1");
  }

  @Test
  void rulesThatThisVersionDoesNotKnowStopTheTask() {
    int unknown = RuleSets.RELEASED.newest() + 1;
    var rules = ChangeRules.newBuilder().setNumber(unknown);
    var raised = Command.newBuilder().setChangeRules(rules).build();
    assertThatThrownBy(() -> commands.pipeInput(Ids.array(GROUP), raised.toByteArray()))
        .isInstanceOf(StreamsException.class)
        .hasRootCauseInstanceOf(UnknownRulesException.class);
    assertThat(events.isEmpty()).isTrue();
  }

  private static Command create() {
    return Command.newBuilder()
        .setConversation(Ids.bytes(GROUP))
        .setActor(
            Actor.newBuilder()
                .setUser(Ids.bytes(new UUID(1, 2)))
                .setDevice(Ids.bytes(new UUID(3, 4))))
        .setClientMessageId("id")
        .setCreateGroup(CreateGroup.newBuilder().setName("a group"))
        .build();
  }
}
