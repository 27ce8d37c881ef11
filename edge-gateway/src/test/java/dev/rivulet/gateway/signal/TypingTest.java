package dev.rivulet.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Reached;
import dev.rivulet.contracts.log.Status;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.log.Watermark;
import dev.rivulet.contracts.log.Writing;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TypingTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID CHAT = new UUID(5, 5);
  private static final Typing TYPING =
      Typing.newBuilder().setConversation(Ids.bytes(CHAT)).setUser(Ids.bytes(ANN)).build();

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void typingGoesIntoTheLogAtMostOnceInThreeSecondsAndIsNotAnswered() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      for (int i = 0; i < 5; i++) {
        type(client);
      }
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");
      assertThat(edge.typing).containsExactly(TYPING);
    }
  }

  @Test
  void whoHidesIsNotSeenWriting() throws IOException {
    edge.privacy.put(hides(ANN));
    try (var client = edge.attach(ANN, PHONE, 1)) {
      type(client);
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");
      assertThat(edge.typing).isEmpty();
    }
  }

  @Test
  void writingReachesTheSession() throws IOException {
    try (var client = edge.attach(BOB, PHONE, 1)) {
      var writing = Writing.newBuilder().setConversation(Ids.bytes(CHAT)).setUser(Ids.bytes(ANN));
      edge.deliveries.accept(notice(Notice.newBuilder().setWriting(writing)));
      assertThat(client.readText("writing"))
          .isEqualTo(
              "{\"type\":\"writing\",\"conversation\":\"%s\",\"user\":\"%s\"}"
                  .formatted(CHAT, ANN));
    }
  }

  @Test
  void aConnectionWithoutMuchRoomIsToldNothingAndThatIsCounted() throws IOException {
    try (var small = TestEdge.start("outbound-bytes-max", "400");
        var client = small.attach(BOB, PHONE, 1)) {
      var writing = Writing.newBuilder().setConversation(Ids.bytes(CHAT)).setUser(Ids.bytes(ANN));
      small.deliveries.accept(
          Delivery.newBuilder()
              .setInstance(Ids.bytes(small.instance))
              .setNotice(
                  NoticeDelivery.newBuilder()
                      .setNotice(Notice.newBuilder().setWriting(writing))
                      .setSessions(TestEdge.references(small.log.announced.getFirst())))
              .build());
      client.text("{\"type\":\"ping\"}");
      assertThat(client.read().text()).contains("pong");
      assertThat(small.meters.counter("rivulet.gateway.shed", "kind", "typing").count())
          .isEqualTo(1);
    }
  }

  @Test
  void whoGivesNoReceiptsIsGivenNone() throws IOException {
    edge.privacy.put(hides(BOB));
    try (var client = edge.attach(BOB, PHONE, 1)) {
      var reached = Reached.newBuilder().setDelivered(9).setRead(7);
      var chat = Ids.bytes(CHAT);
      edge.deliveries.accept(
          notice(
              Notice.newBuilder()
                  .setStatus(Status.newBuilder().setConversation(chat).setOther(reached))));
      edge.deliveries.accept(
          notice(
              Notice.newBuilder()
                  .setWatermark(Watermark.newBuilder().setConversation(chat).setOwn(reached))));
      assertThat(client.read().text()).contains("watermark");
      client.text("{\"type\":\"read\",\"conversation\":\"%s\",\"upTo\":3}".formatted(CHAT));
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");
      assertThat(edge.log.receipts).singleElement().matches(it -> it.getPrivate());
    }
  }

  @Test
  void whatTheBrokerDoesNotTakeFastEnoughIsShedAndCounted() {
    var serializer = new ByteArraySerializer();
    var producer = new MockProducer<>(false, null, serializer, serializer);
    var registry = new SimpleMeterRegistry();
    var log = new KafkaTypingLog(producer, "typing", 8, 2, new SignalMeters(registry));
    for (int i = 0; i < 5; i++) {
      log.append(TYPING);
    }
    assertThat(producer.history()).hasSize(2);
    assertThat(registry.counter("rivulet.gateway.shed", "kind", "typing").count()).isEqualTo(3);
    producer.completeNext();
    log.append(TYPING);
    assertThat(producer.history()).hasSize(3);
  }

  private static PrivacyRecord hides(UUID user) {
    return PrivacyRecord.newBuilder()
        .setUser(Ids.bytes(user))
        .setHidesReceipts(true)
        .setHidesPresence(true)
        .build();
  }

  private static void type(RawClient client) throws IOException {
    client.text("{\"type\":\"typing\",\"conversation\":\"%s\"}".formatted(CHAT));
  }

  private Delivery notice(Notice.Builder notice) {
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(edge.instance))
        .setNotice(
            NoticeDelivery.newBuilder()
                .setNotice(notice.setUser(Ids.bytes(BOB)))
                .setSessions(TestEdge.references(edge.log.announced.getFirst())))
        .build();
  }
}
