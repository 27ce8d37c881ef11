package dev.rivulet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.decide.MemoryStateStore;
import dev.rivulet.fanout.decide.OutputRecord;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a message costs in bytes of all topics, decider and router together: a count, no clock.
class BytesPerMessageTest {
  private static final int PARTITIONS = 8;
  private static final int GATEWAYS = 2;
  private static final UUID GROUP = new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0001L);

  private final DeciderTask decider =
      new DeciderTask(new MemoryStateStore(), 1, PARTITIONS, "rivulet.commands");
  private final List<Route> routers =
      IntStream.range(0, PARTITIONS)
          .mapToObj(partition -> new Route(partition, Position.getDefaultInstance()))
          .toList();
  private long offset;
  private long bytes;
  private int deliveries;

  @Test
  void groupOf10000CostsNoMoreThanTwiceAGroupOf100() {
    long small = new BytesPerMessageTest().ofAMessage(100, 20);
    long big = new BytesPerMessageTest().ofAMessage(10_000, 2_000);

    assertThat(big).isLessThanOrEqualTo(2 * small);
    assertThat((double) big / 10_000).isLessThanOrEqualTo(4);
  }

  @Test
  void groupOf257CostsLessThanOneOf256() {
    long small = new BytesPerMessageTest().ofAMessage(256, 50);
    long big = new BytesPerMessageTest().ofAMessage(257, 50);

    assertThat(big).isLessThan(small);
  }

  @Test
  void messageIsOneDeliveryForEachPartitionAndGateway() {
    ofAMessage(10_000, 2_000);

    assertThat(deliveries).isEqualTo(PARTITIONS * GATEWAYS);
  }

  /// Keys and values; what the broker adds to a record is the same for all.
  private long ofAMessage(int members, int online) {
    put(
        Command.newBuilder()
            .setChangeRules(ChangeRules.newBuilder().setNumber(2))
            .setConversation(Ids.bytes(GROUP)));
    put(command("create").setCreateGroup(CreateGroup.newBuilder().setName("a group")));
    for (int from = 2; from <= members; from += Bounds.MEMBERS_PER_COMMAND) {
      var add = AddMembers.newBuilder();
      int until = Math.min(members, from + Bounds.MEMBERS_PER_COMMAND - 1);
      IntStream.rangeClosed(from, until).forEach(user -> add.addUsers(user(user)));
      put(command("add-" + from).setAddMembers(add));
    }
    for (int user = 1; user <= online; user++) {
      attach(user);
    }
    bytes = 0;
    deliveries = 0;
    var text = ByteString.copyFromUtf8("a message of an ordinary length, some sixty characters");
    var content = Content.newBuilder().setContent(text);
    put(command("message").setN(1).setSendMessage(SendMessage.newBuilder().setContent(content)));
    return bytes;
  }

  private void put(Command.Builder command) {
    var value = command.build();
    count(value.getConversation().size(), value.getSerializedSize());
    var record =
        new CommandRecord(
            0, offset, 1_000 + offset, value.getConversation().toByteArray(), value.toByteArray());
    offset++;
    for (var output : decider.process(record)) {
      count(output.key().length, output.value().length);
      if (output.topic() == Topic.INBOX) {
        route(output);
      }
    }
  }

  private void route(OutputRecord output) {
    var routed =
        routers.get(output.partition()).inbox((InboxRecord) output.message(), offset, 1_000);
    for (var one : routed) {
      deliveries++;
      count(Integer.BYTES, one.delivery().getSerializedSize());
    }
  }

  private void count(int keyBytes, int valueBytes) {
    bytes += keyBytes + valueBytes;
  }

  private void attach(int user) {
    var session =
        SessionRecord.newBuilder()
            .setUser(user(user))
            .setDevice(user(1_000_000 + user))
            .setSession(user(2_000_000 + user))
            .setSlot(user % GATEWAYS)
            .setInstance(user(3_000_000 + user % GATEWAYS))
            .build();
    routers.get(Partitions.of(session.getUser(), PARTITIONS)).session(session);
  }

  private static Command.Builder command(String id) {
    return Command.newBuilder()
        .setConversation(Ids.bytes(GROUP))
        .setActor(Actor.newBuilder().setUser(user(1)).setDevice(user(1_000_001)))
        .setClientMessageId(id);
  }

  private static ByteString user(int number) {
    return Ids.bytes(new UUID(0x1111_2222_3333_4000L, 0x8000_0000_0000_0000L | number));
  }
}
