package dev.rivulet.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.NoticeDelivery;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A session that chose `rivulet.v1+proto` lives as any other, in binary messages.
class ProtoSessionTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID LAPTOP = new UUID(4, 4);
  private static final UUID CHAT = new UUID(5, 5);
  private static final int BINARY = 2;
  private static final int FINAL = 0x80;

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  private RawClient open() throws IOException {
    var client = new RawClient(edge.port());
    client.write(
        RawClient.UPGRADE.replace(
            "\r\n\r\n", "\r\nSec-WebSocket-Protocol: rivulet.v1+proto\r\n\r\n"));
    assertThat(client.readHead()).contains("Sec-WebSocket-Protocol: rivulet.v1+proto\r\n");
    return client;
  }

  private RawClient attach() throws IOException {
    var client = open();
    send(client, new ClientFrame.Attach(edge.tokens.token(BOB, LAPTOP), 1));
    assertThat(next(client)).isInstanceOf(ServerFrame.Attached.class);
    return client;
  }

  private static void send(RawClient client, ClientFrame frame) throws IOException {
    client.write(RawClient.frame(FINAL | BINARY, SubProtocol.PROTO.encode(frame)));
  }

  private static ServerFrame next(RawClient client) throws IOException {
    var frame = client.read();
    assertThat(frame.opcode()).isEqualTo(BINARY);
    return SubProtocol.PROTO.decodeServer(frame.payload().toByteArray()).orElseThrow();
  }

  @Test
  void sendsAreAcknowledgedAndPingsAnswered() throws IOException {
    try (var client = attach()) {
      send(client, ClientFrame.Send.of(CHAT, "m1", 1, "grüß dich"));
      assertThat(next(client)).isEqualTo(new ServerFrame.Ack(CHAT, "m1", 1));
      var content = edge.log.commands.getFirst().getSendMessage().getContent().getContent();
      assertThat(content.toStringUtf8()).isEqualTo("grüß dich");
      send(client, new ClientFrame.Ping());
      assertThat(next(client)).isEqualTo(new ServerFrame.Pong());
    }
  }

  @Test
  void oneEventReachesSessionsOfEitherSubProtocol() throws IOException {
    try (var ann = edge.attach(ANN, PHONE, 1);
        var bob = attach()) {
      var both = edge.log.announced.toArray(SessionRecord[]::new);
      edge.deliveries.accept(edge.event(CHAT, 7, "hello", 11, both));

      var json = SubProtocol.JSON.decodeServer(ann.readText("event").getBytes(UTF_8)).orElseThrow();
      assertThat(next(bob)).isEqualTo(json);
      assertThat(((ServerFrame.Event) json).event().text()).isEqualTo("hello");
    }
  }

  @Test
  void noticesReachIt() throws IOException {
    try (var bob = attach()) {
      var sent =
          Sent.newBuilder()
              .setConversation(Ids.bytes(CHAT))
              .setClientMessageId("m1")
              .setN(1)
              .setSeq(7);
      var sessions = TestEdge.references(edge.log.announced.getFirst());
      edge.deliveries.accept(
          Delivery.newBuilder()
              .setInstance(Ids.bytes(edge.instance))
              .setNotice(
                  NoticeDelivery.newBuilder()
                      .setNotice(Notice.newBuilder().setUser(Ids.bytes(BOB)).setSent(sent))
                      .setSessions(sessions))
              .build());
      assertThat(next(bob)).isEqualTo(new ServerFrame.Sent(CHAT, "m1", 1, 7));
    }
  }

  @Test
  void whatIsNoFrameIsRefused() throws IOException {
    try (var client = attach()) {
      client.write(RawClient.frame(FINAL | BINARY, new byte[] {(byte) 0xff}));
      assertThat(next(client))
          .isEqualTo(new ServerFrame.Refused(null, null, null, "bad-frame", null, "not protobuf"));
    }
  }

  @Test
  void textMessageIsUnsupported() throws IOException {
    try (var client = open()) {
      client.text("{\"type\":\"ping\"}");
      assertThat(client.readCloseCode()).isEqualTo(1003);
    }
  }
}
