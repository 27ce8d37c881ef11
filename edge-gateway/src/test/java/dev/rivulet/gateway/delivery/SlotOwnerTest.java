package dev.rivulet.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.SlotClaim;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotOwnerTest {
  private static final String TOPIC = "deliveries";
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID OTHER = new UUID(9, 9);

  private final TestEdge edge = TestEdge.start();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          cluster(),
          true,
          new RoundRobinPartitioner(),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final Readiness.Flag ready = new Readiness().flag("slot", "no-slot");
  private final FakeLeases leases = new FakeLeases();
  private final SlotOwner owner =
      new SlotOwner(
          new SlotOwner.Setting(
              consumer,
              producer,
              edge.deliveries,
              leases,
              edge.slot,
              edge.sessions,
              edge.instance,
              "127.0.0.1:1",
              TOPIC,
              2,
              ready));

  @BeforeEach
  void start() {
    edge.slot.lose();
    consumer.updateEndOffsets(Map.of(slot(0), 0L, slot(1), 0L));
    leases.free.add(0);
    owner.start();
    await().until(() -> producer.history().size() == 1);
  }

  @AfterEach
  void close() throws InterruptedException {
    owner.close();
    edge.close();
  }

  @Test
  void slotIsOwnedOnceItsOwnClaimIsRead() {
    assertThat(edge.slot.owned()).isFalse();
    assertThat(producer.history().getFirst().partition()).isZero();

    append(0, 0, claim(edge.instance));

    await().until(edge.slot::owned);
    assertThat(edge.slot.get()).isZero();
    assertThat(ready.result()).isInstanceOf(CheckResult.Up.class);
  }

  @Test
  void newerClaimMovesEverySessionAndAnotherSlotIsTaken() throws IOException {
    append(0, 0, claim(edge.instance));
    await().until(edge.slot::owned);
    try (var client = edge.attach(ANN, ANN, 1)) {
      leases.free.add(1);
      append(0, 1, claim(OTHER));

      assertThat(client.readCloseCode()).isEqualTo(1012);
      await().until(() -> producer.history().size() == 2);
      assertThat(producer.history().get(1).partition()).isEqualTo(1);
      assertThat(edge.slot.owned()).isFalse();
      assertThat(leases.givenBack).containsExactly(0);
      append(1, 0, claim(edge.instance));
      await().until(edge.slot::owned);
      assertThat(edge.slot.get()).isEqualTo(1);
    }
  }

  @Test
  void deliveryOfTheSlotReachesItsSession() throws IOException {
    append(0, 0, claim(edge.instance));
    await().until(edge.slot::owned);
    try (RawClient client = edge.attach(ANN, ANN, 1)) {
      var session = edge.log.announced.getFirst();
      append(0, 1, edge.event(ANN, 1, "hello", 11, session));
      assertThat(client.readText("event")).contains("hello");
    }
  }

  @Test
  void gapInTheSlotMakesEverySessionResume() throws IOException {
    append(0, 0, claim(edge.instance));
    await().until(edge.slot::owned);
    try (var client = edge.attach(ANN, ANN, 1)) {
      leases.free.add(0);
      consumer.setPollException(new OffsetOutOfRangeException(Map.of(slot(0), 1L)));

      assertThat(client.readCloseCode()).isEqualTo(1012);
      await().until(() -> producer.history().size() == 2);
    }
  }

  @Test
  void recordThatIsNoDeliveryIsPassed() {
    append(0, 0, claim(edge.instance));
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 1, new byte[0], new byte[] {-1})));
    append(0, 2, Delivery.newBuilder().setInstance(ByteString.EMPTY).build());
    await().until(edge.slot::owned);
    await().until(() -> consumer.position(slot(0)) == 3);
    assertThat(edge.slot.owned()).isTrue();
  }

  private void append(int partition, long offset, Delivery delivery) {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    TOPIC, partition, offset, new byte[0], delivery.toByteArray())));
  }

  private static Delivery claim(UUID instance) {
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(instance))
        .setClaim(SlotClaim.newBuilder().setAddress("somewhere"))
        .build();
  }

  private static TopicPartition slot(int partition) {
    return new TopicPartition(TOPIC, partition);
  }

  private static Cluster cluster() {
    var node = new Node(0, "localhost", 1);
    var nodes = new Node[] {node};
    return new Cluster(
        "test",
        List.of(node),
        List.of(
            new PartitionInfo(TOPIC, 0, node, nodes, nodes),
            new PartitionInfo(TOPIC, 1, node, nodes, nodes)),
        Set.of(),
        Set.of());
  }

  /// Suggests what a test says is free.
  private static final class FakeLeases implements SlotLeases {
    final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    final List<Integer> givenBack = new CopyOnWriteArrayList<>();

    @Override
    public Suggestion lease(int slots) {
      Integer slot = free.poll();
      return slot == null ? new Suggestion.AllTaken() : new Suggestion.Free(slot);
    }

    @Override
    public void giveBack(int slot) {
      givenBack.add(slot);
    }
  }
}
