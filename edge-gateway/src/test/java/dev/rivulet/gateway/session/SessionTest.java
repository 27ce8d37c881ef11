package dev.rivulet.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Duplicate;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.Refused;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaTicket;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import dev.rivulet.gateway.command.CommandLog;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID LAPTOP = new UUID(4, 4);
  private static final UUID CHAT = new UUID(5, 5);

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void attachIsAnsweredWithTheRoutersCursor() throws IOException {
    try (var client = RawClient.open(edge.port())) {
      client.text(edge.attachFrame(ANN, PHONE, 1));

      String attached = client.readText("attached");

      var record = edge.log.announced.getFirst();
      assertThat(attached)
          .contains("\"session\":\"" + Ids.uuid(record.getSession()) + "\"")
          .contains("\"cursor\":\"AAAABwAAAAAAAAAKAAAAAAAAA-g\"");
      assertThat(Ids.uuid(record.getUser())).isEqualTo(ANN);
      assertThat(Ids.uuid(record.getDevice())).isEqualTo(PHONE);
      assertThat(Ids.uuid(record.getInstance())).isEqualTo(edge.instance);
      assertThat(record.getSlot()).isEqualTo(TestEdge.SLOT);
      assertThat(record.getConnection()).isEqualTo(1);
    }
  }

  @Test
  void sendIsAcknowledgedAndCarriesTheTokensActor() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(send("m1", 1, "hello"));

      assertThat(client.readText("ack"))
          .isEqualTo(
              "{\"type\":\"ack\",\"conversation\":\"%s\",\"id\":\"m1\",\"n\":1}".formatted(CHAT));

      Command command = edge.log.commands.getFirst();
      assertThat(Ids.uuid(command.getActor().getUser())).isEqualTo(ANN);
      assertThat(Ids.uuid(command.getActor().getDevice())).isEqualTo(PHONE);
      assertThat(command.getOrigin().getService()).isEqualTo("edge-gateway");
      assertThat(command.getSendMessage().getContent().getContent().toStringUtf8())
          .isEqualTo("hello");
    }
  }

  @Test
  void sendIsRefusedAsUnavailableWhenTheLogIsAway() throws IOException {
    edge.log.answer = CommandLog.Outcome::failed;
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(send("m1", 1, "hello"));

      assertThat(client.readText("refused"))
          .contains("\"code\":\"unavailable\"")
          .contains("\"id\":\"m1\"");
    }
  }

  @Test
  void sendsWithoutAckBeyondTheBoundAreTooFast() throws IOException {
    edge.log.answer = outcome -> {};
    try (var client = edge.attach(ANN, PHONE, 1)) {
      for (int n = 1; n <= 129; n++) {
        client.text(send("m" + n, n, "hello"));
      }

      assertThat(client.readText("refused"))
          .contains("\"code\":\"too-fast\"")
          .contains("\"id\":\"m129\"");
    }
  }

  @Test
  void wrongSendsAreRefusedAndTheSessionGoesOn() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(send("m1", 1, ""));
      assertThat(client.readText("refused")).contains("\"code\":\"empty\"");
      client.text(send("m 1", 1, "x"));
      assertThat(client.readText("refused")).contains("\"code\":\"bad-frame\"");
      client.text(send("m1", 1, "x".repeat(65_536)));
      assertThat(client.readText("refused")).contains("\"code\":\"too-large\"");
      client.text("{\"type\":\"dance\"}");
      assertThat(client.readText("refused")).contains("\"code\":\"unknown-frame\"");
      client.text("no json");
      assertThat(client.readText("refused")).contains("\"code\":\"bad-frame\"");
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");
      assertThat(edge.log.commands).isEmpty();
    }
  }

  @Test
  void ticketsOfTheSenderBecomeFactsInTheCommand() throws IOException {
    var facts = ticketFacts(ANN);
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(carrying("m1", MediaTicket.sign(facts, TestEdge.MEDIA_KEYS)));
      client.readText("ack");

      var content = edge.log.commands.getFirst().getSendMessage().getContent();
      assertThat(content.getAttachmentsList()).containsExactly(facts);
      assertThat(content.getContent().isEmpty()).isTrue();
      assertThat(content.getMediaCount()).isZero();
    }
  }

  @Test
  void ticketsThatAreInvalidOrForeignAreRefusedBeforeTheLog() throws IOException {
    var other = MediaKeys.parse("k1 YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=");
    try (var client = edge.attach(ANN, PHONE, 1)) {
      for (var ticket :
          List.of(
              "v1.k1.AA.AA",
              MediaTicket.sign(ticketFacts(BOB), TestEdge.MEDIA_KEYS),
              MediaTicket.sign(ticketFacts(ANN), other))) {
        client.text(carrying("m1", ticket));
        assertThat(client.readText("refused"))
            .contains("\"code\":\"bad-ticket\"")
            .contains("\"id\":\"m1\"");
      }
      client.text(send("m1", 1, "the number is still free"));
      client.readText("ack");
      assertThat(edge.log.commands).hasSize(1);
    }
  }

  private static Attachment ticketFacts(UUID owner) {
    return Attachment.newBuilder()
        .setId(Ids.bytes(new UUID(7, 7)))
        .setOwner(Ids.bytes(owner))
        .setType("image/webp")
        .setSize(70_000)
        .setExpires(1)
        .build();
  }

  private static String carrying(String id, String ticket) {
    return """
        {"type":"send","conversation":"%s","id":"%s","n":1,"media":["%s"]}"""
        .formatted(CHAT, id, ticket);
  }

  @Test
  void eventReachesTheNamedSessionsAndTheCursorFollows() throws IOException {
    try (var phone = edge.attach(ANN, PHONE, 1);
        var laptop = edge.attach(BOB, LAPTOP, 1)) {
      var sessions = edge.log.announced;
      edge.deliveries.accept(edge.event(CHAT, 1, "hi", 11, sessions.get(0), sessions.get(1)));

      assertThat(phone.readText("event")).contains("\"text\":\"hi\"");
      assertThat(laptop.readText("event")).contains("\"seq\":1");
      assertThat(phone.readText("cursor")).contains("AAAABwAAAAAAAAALAAAAAAAAA-g");
    }
  }

  @Test
  void noticesReachTheNamedSessions() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      var chat = Ids.bytes(CHAT);
      edge.deliveries.accept(
          notice(
              Notice.newBuilder()
                  .setSent(
                      Sent.newBuilder()
                          .setConversation(chat)
                          .setClientMessageId("m1")
                          .setN(1)
                          .setSeq(7))));
      edge.deliveries.accept(
          notice(
              Notice.newBuilder()
                  .setDuplicate(
                      Duplicate.newBuilder()
                          .setConversation(chat)
                          .setClientMessageId("m1")
                          .setN(1)
                          .setSeq(7))));
      edge.deliveries.accept(
          notice(
              Notice.newBuilder()
                  .setRefused(
                      Refused.newBuilder()
                          .setConversation(chat)
                          .setClientMessageId("m3")
                          .setN(3)
                          .setCode("gap")
                          .setNext(2))));

      String place = "\"conversation\":\"" + CHAT + "\",\"id\":\"m1\",\"n\":1,\"seq\":7}";
      assertThat(client.readText("sent")).isEqualTo("{\"type\":\"sent\"," + place);
      assertThat(client.readText("duplicate")).isEqualTo("{\"type\":\"duplicate\"," + place);
      assertThat(client.readText("refused"))
          .contains("\"id\":\"m3\"", "\"code\":\"gap\"", "\"next\":2");
    }
  }

  private Delivery notice(Notice.Builder notice) {
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(edge.instance))
        .setNotice(
            NoticeDelivery.newBuilder()
                .setNotice(notice)
                .setSessions(TestEdge.references(edge.log.announced.getFirst())))
        .build();
  }

  @Test
  void clientIsToldWhenToComeBack() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      edge.sessions.forEach(it -> it.sendAway(Duration.ofMillis(1500)));
      edge.edge.closeAll(CloseCode.RESTART, "restart");

      assertThat(client.readText("reconnect")).contains("\"after\":1500");
      assertThat(client.readCloseCode()).isEqualTo(1012);
    }
  }

  @Test
  void attachedAgainIsForwardedOnlyWhenLarger() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      var session = edge.log.announced.getFirst();
      edge.deliveries.accept(edge.attached(session, TestEdge.START));
      edge.deliveries.accept(
          edge.attached(session, TestEdge.START.toBuilder().setOffset(12).build()));

      assertThat(client.readText("attached")).contains("AAAABwAAAAAAAAAMAAAAAAAAA-g");
    }
  }

  @Test
  void newerConnectionOfTheDeviceClosesTheOlder() throws IOException {
    try (var older = edge.attach(ANN, PHONE, 1);
        var newer = edge.attach(ANN, PHONE, 2)) {
      assertThat(older.readCloseCode()).isEqualTo(4509);
      newer.text("{\"type\":\"ping\"}");
      newer.readText("pong");
    }
  }

  @Test
  void olderConnectionOfTheDeviceIsTurnedAway() throws IOException {
    try (var newer = edge.attach(ANN, PHONE, 2);
        var older = RawClient.open(edge.port())) {
      older.text(edge.attachFrame(ANN, PHONE, 1));

      assertThat(older.readCloseCode()).isEqualTo(4509);
      assertThat(edge.log.announced).hasSize(1);
      newer.text("{\"type\":\"ping\"}");
      newer.readText("pong");
    }
  }

  @Test
  void endedSocketLeavesATombstone() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      await().untilAsserted(() -> assertThat(edge.log.present).hasSize(1));
      client.socket().setSoLinger(true, 0);
    }
    var session = Ids.uuid(edge.log.announced.getFirst().getSession());

    await().untilAsserted(() -> assertThat(edge.log.ended).containsExactly(session));
    await().untilAsserted(() -> assertThat(edge.log.present).isEmpty());
    assertThat(edge.sessions.size()).isZero();
    await().untilAsserted(() -> assertThat(edge.edge.connections()).isZero());
  }

  @Test
  void whatIsHiddenFromOneOfTheSessionsTakesItsPlaceWithoutContent() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1);
        var bob = edge.attach(BOB, PHONE, 1)) {
      var delivery =
          edge
              .event(CHAT, 1, "hi", 11, edge.log.announced.get(0), edge.log.announced.get(1))
              .toBuilder();
      delivery.getEventBuilder().getEventBuilder().setHiddenFrom(Ids.bytes(BOB));
      edge.deliveries.accept(delivery.build());

      assertThat(ann.readText("event")).contains("hi");
      assertThat(bob.readText("event"))
          .contains("\"seq\":1")
          .contains("\"kind\":\"hidden\"")
          .doesNotContain("\"hi\"");
    }
  }

  @Test
  void deliveryForASessionThatIsGoneIsAnsweredWithOneTombstone() {
    var gone =
        SessionRecord.newBuilder().setUser(Ids.bytes(ANN)).setSession(Ids.bytes(CHAT)).build();
    edge.deliveries.accept(edge.event(CHAT, 1, "hi", 11, gone));
    edge.deliveries.accept(edge.event(CHAT, 2, "hi", 12, gone));

    assertThat(edge.log.ended).containsExactly(CHAT);
  }

  @Test
  void deliveryOfAnOlderClaimIsAnsweredWithTombstonesAndReachesNobody() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      var session = edge.log.announced.getFirst();
      var foreign =
          edge.event(CHAT, 1, "hi", 11, session).toBuilder().setInstance(Ids.bytes(BOB)).build();
      edge.deliveries.accept(foreign);
      edge.deliveries.accept(edge.event(CHAT, 2, "own", 12, session));

      assertThat(client.readText("event")).contains("own");
      assertThat(edge.log.ended).containsExactly(Ids.uuid(session.getSession()));
    }
  }

  @Test
  void frameBeforeAttachCloses() throws IOException {
    try (var client = RawClient.open(edge.port())) {
      client.text(send("m1", 1, "hello"));
      assertThat(client.readCloseCode()).isEqualTo(4500);
      assertThat(client.readEnd()).isTrue();
    }
  }

  @Test
  void attachTooLateCloses() throws IOException {
    try (var quick = TestEdge.withAttachTimeout(Duration.ofMillis(100));
        var client = RawClient.open(quick.port())) {
      assertThat(client.readCloseCode()).isEqualTo(4008);
    }
  }

  @Test
  void refusedTokenCloses() throws IOException {
    try (var client = RawClient.open(edge.port())) {
      client.text("{\"type\":\"attach\",\"token\":\"x.y.z\",\"connection\":1}");
      assertThat(client.readCloseCode()).isEqualTo(4501);
    }
  }

  @Test
  void expiredTokenCloses() throws IOException {
    String token = edge.tokens.token(ANN, PHONE, Instant.now().minusSeconds(931));
    try (var client = RawClient.open(edge.port())) {
      client.text("{\"type\":\"attach\",\"token\":\"%s\",\"connection\":1}".formatted(token));
      assertThat(client.readCloseCode()).isEqualTo(4001);
    }
  }

  @Test
  void sessionEndsWithItsToken() throws IOException {
    String token = edge.tokens.token(ANN, PHONE, Instant.now().minusSeconds(929));
    try (var client = RawClient.open(edge.port())) {
      client.text("{\"type\":\"attach\",\"token\":\"%s\",\"connection\":1}".formatted(token));
      client.readText("attached");
      assertThat(client.readCloseCode()).isEqualTo(4001);
    }
  }

  @Test
  void freshTokenKeepsTheSession() throws IOException {
    String token = edge.tokens.token(ANN, PHONE, Instant.now().minusSeconds(928));
    try (var client = RawClient.open(edge.port())) {
      client.text("{\"type\":\"attach\",\"token\":\"%s\",\"connection\":1}".formatted(token));
      client.readText("attached");
      client.text("{\"type\":\"token\",\"token\":\"%s\"}".formatted(edge.tokens.token(ANN, PHONE)));
      client.socket().setSoTimeout(4_000);
      assertThat(catchThrowable(client::read)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void tokenOfAnotherDeviceCloses() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      client.text(
          "{\"type\":\"token\",\"token\":\"%s\"}".formatted(edge.tokens.token(ANN, LAPTOP)));
      assertThat(client.readCloseCode()).isEqualTo(4501);
    }
  }

  @Test
  void revokedDeviceIsClosedAndCannotComeBack() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      long now = Instant.now().getEpochSecond();
      edge.revocations.read(
          Revocation.newBuilder()
              .setUser(Ids.bytes(ANN))
              .setDevice(Ids.bytes(PHONE))
              .setIssuedUntil(now)
              .build()
              .toByteArray());
      edge.sessions.forEach(it -> it.revoke(now));
      assertThat(client.readCloseCode()).isEqualTo(4510);
    }
    String token = edge.tokens.token(ANN, PHONE, Instant.now().minusSeconds(5));
    try (var again = RawClient.open(edge.port())) {
      again.text("{\"type\":\"attach\",\"token\":\"%s\",\"connection\":2}".formatted(token));
      assertThat(again.readCloseCode()).isEqualTo(4510);
    }
  }

  @Test
  void attachWithoutASlotIsSentAway() throws IOException {
    try (var client = RawClient.open(edge.port())) {
      edge.slot.lose();
      client.text(edge.attachFrame(ANN, PHONE, 1));
      assertThat(client.readCloseCode()).isEqualTo(1012);
      assertThat(edge.log.announced).isEmpty();
    }
  }

  private static String send(String id, long n, String text) {
    return "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"%s\",\"n\":%d,\"text\":\"%s\"}"
        .formatted(CHAT, id, n, text);
  }
}
