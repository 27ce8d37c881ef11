package dev.rivulet.gateway.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.MessageStatus;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Reached;
import dev.rivulet.contracts.log.Status;
import dev.rivulet.contracts.log.Watermark;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID CHAT = new UUID(5, 5);
  private static final Reached REACHED = Reached.newBuilder().setDelivered(9).setRead(7).build();

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void receiptsGoIntoTheLogInTheNameOfTheToken() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(claim("delivered", 9));
      client.text(claim("read", 7));
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");

      assertThat(edge.log.receipts)
          .hasSize(2)
          .allSatisfy(
              it -> {
                assertThat(Ids.uuid(it.getConversation())).isEqualTo(CHAT);
                assertThat(Ids.uuid(it.getUser())).isEqualTo(ANN);
                assertThat(Ids.uuid(it.getDevice())).isEqualTo(PHONE);
                assertThat(it.getOrigin().getService()).isEqualTo("edge-gateway");
              });
      assertThat(edge.log.receipts.getFirst().getDelivered()).isEqualTo(9);
      assertThat(edge.log.receipts.getFirst().getRead()).isZero();
      assertThat(edge.log.receipts.getLast().getRead()).isEqualTo(7);
    }
  }

  @Test
  void whatOneWhoHidesSendsFollowsAReceiptThatIsNotForOthers() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      send(client);
      assertThat(edge.log.receipts).isEmpty();
      edge.privacy.put(
          PrivacyRecord.newBuilder().setUser(Ids.bytes(ANN)).setHidesReceipts(true).build());
      send(client);
      assertThat(edge.log.receipts)
          .singleElement()
          .matches(it -> it.getPrivate() && it.getDelivered() == 0 && it.getRead() == 0)
          .matches(it -> Ids.uuid(it.getConversation()).equals(CHAT));
    }
  }

  private static void send(RawClient client) throws IOException {
    client.text(
        "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"m\",\"text\":\"x\"}".formatted(CHAT));
    client.readText("ack");
  }

  @Test
  void receiptsForNoSeqAreRefused() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(claim("read", 0));

      assertThat(client.readText("refused")).contains("\"code\":\"bad-frame\"", "upTo");
      assertThat(edge.log.receipts).isEmpty();
    }
  }

  @Test
  void statusesAndWatermarksReachTheSession() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      var chat = Ids.bytes(CHAT);
      var direct = Status.newBuilder().setConversation(chat).setOther(REACHED);
      var message = MessageStatus.newBuilder().setSeq(7).setDelivered(3).setRead(2).setOf(4);
      var group = Status.newBuilder().setConversation(chat).addMessages(message);
      var own = Watermark.newBuilder().setConversation(chat).setOwn(REACHED).setReadCount(6);
      edge.deliveries.accept(notice(Notice.newBuilder().setStatus(direct)));
      edge.deliveries.accept(notice(Notice.newBuilder().setStatus(group)));
      edge.deliveries.accept(notice(Notice.newBuilder().setWatermark(own)));

      assertThat(client.readText("status")).contains("\"delivered\":9,\"read\":7}");
      assertThat(client.readText("status"))
          .contains("\"messages\":[{\"seq\":7,\"delivered\":3,\"read\":2,\"of\":4}]}");
      assertThat(client.readText("watermark"))
          .contains("\"delivered\":9,\"read\":7,\"readCount\":6}");
    }
  }

  private static String claim(String type, long upTo) {
    return "{\"type\":\"%s\",\"conversation\":\"%s\",\"upTo\":%d}".formatted(type, CHAT, upTo);
  }

  private Delivery notice(Notice.Builder notice) {
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(edge.instance))
        .setNotice(
            NoticeDelivery.newBuilder()
                .setNotice(notice.setUser(Ids.bytes(ANN)))
                .setSessions(TestEdge.references(edge.log.announced.getFirst())))
        .build();
  }
}
