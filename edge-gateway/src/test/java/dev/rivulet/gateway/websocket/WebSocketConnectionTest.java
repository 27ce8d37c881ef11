package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebSocketConnectionTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID CHAT = new UUID(5, 5);

  @Test
  void pingIsAnsweredWithItsPayload() throws IOException {
    try (var edge = TestEdge.start();
        var client = RawClient.open(edge.port())) {
      client.write(RawClient.frame(0x89, new byte[] {'a', 'b'}));
      var pong = client.read();
      assertThat(pong.opcode()).isEqualTo(10);
      assertThat(pong.text()).isEqualTo("ab");
    }
  }

  @Test
  void closeIsEchoedAndTheConnectionEnds() throws IOException {
    try (var edge = TestEdge.start();
        var client = RawClient.open(edge.port())) {
      client.write(RawClient.frame(0x88, new byte[] {0x0f, (byte) 0xa0}));
      assertThat(client.readCloseCode()).isEqualTo(4000);
      assertThat(client.readEnd()).isTrue();
      client.close();
      await().untilAsserted(() -> assertThat(edge.edge.connections()).isZero());
    }
  }

  @Test
  void brokenProtocolIsToldAndEnds() throws IOException {
    try (var edge = TestEdge.start();
        var client = RawClient.open(edge.port())) {
      client.write(new byte[] {(byte) 0x81, 1, 'x'});
      assertThat(client.readCloseCode()).isEqualTo(1002);
      assertThat(client.readEnd()).isTrue();
    }
  }

  @Test
  void closeFrameSurvivesWhatTheClientStillSends() throws IOException {
    try (var edge = TestEdge.start();
        var client = RawClient.open(edge.port())) {
      client.write(RawClient.frame(0x82, new byte[100_000]));
      assertThat(client.readCloseCode()).isEqualTo(1003);
      assertThat(client.readEnd()).isTrue();
    }
  }

  @Test
  void peerThatIgnoresACloseIsCut() throws IOException {
    try (var edge = TestEdge.start("close-timeout", "200ms");
        var client = RawClient.open(edge.port())) {
      client.text("not attach");
      assertThat(client.readCloseCode()).isEqualTo(4500);
      await().untilAsserted(() -> assertThat(edge.edge.connections()).isZero());
    }
  }

  @Test
  void silentClientIsPingedAndThenGone() throws IOException {
    try (var edge = TestEdge.start("ping-interval", "300ms", "idle-timeout", "1200ms");
        var client = edge.attach(ANN, CHAT, 1)) {
      assertThat(client.read().opcode()).isEqualTo(9);
      assertThat(client.readCloseCode()).isEqualTo(1001);
    }
  }

  @Test
  void floodOfFramesOrBytesIsTooFast() throws IOException {
    try (var edge = TestEdge.start("frames-per-second-max", "50", "bytes-per-second-max", "50000");
        var frames = RawClient.open(edge.port());
        var bytes = edge.attach(ANN, CHAT, 1)) {
      for (int count = 0; count < 200; count++) {
        frames.write(RawClient.frame(0x8a, new byte[0]));
      }
      assertThat(frames.readCloseCode()).isEqualTo(4029);
      bytes.text("x".repeat(60_000));
      assertThat(bytes.readCloseCode()).isEqualTo(4029);
    }
  }

  @Test
  void bytesOfAFrameThatDoesNotEndCountToo() throws IOException {
    try (var edge = TestEdge.start("bytes-per-second-max", "50000");
        var client = edge.attach(ANN, CHAT, 1)) {
      byte[] frame = RawClient.frame(0x81, new byte[160_000]);
      client.write(Arrays.copyOf(frame, 60_000));
      assertThat(client.readCloseCode()).isEqualTo(4029);
    }
  }

  @Test
  void connectionsOfAUserShareAPace() throws IOException {
    try (var edge = TestEdge.start("user-frames-per-second-max", "100");
        var phone = edge.attach(ANN, new UUID(1, 2), 1);
        var laptop = edge.attach(ANN, new UUID(1, 3), 1);
        var other = edge.attach(BOB, new UUID(2, 2), 1)) {
      for (int count = 0; count < 80; count++) {
        phone.write(RawClient.frame(0x8a, new byte[0]));
        laptop.write(RawClient.frame(0x8a, new byte[0]));
        other.write(RawClient.frame(0x8a, new byte[0]));
      }
      other.text("{\"type\":\"ping\"}");
      other.readText("pong");
      await()
          .untilAsserted(
              () ->
                  assertThat(edge.meters.counter("rivulet.gateway.closes", "code", "4029").count())
                      .isPositive());
    }
  }

  @Test
  void everyEndReleasesTheConnection() throws IOException {
    try (var edge = TestEdge.start()) {
      for (int round = 0; round < 20; round++) {
        var client = edge.attach(ANN, CHAT, round + 1);
        if (round % 2 == 0) {
          client.socket().setSoLinger(true, 0);
        } else {
          client.socket().shutdownOutput();
        }
        client.close();
      }
      await().untilAsserted(() -> assertThat(edge.edge.connections()).isZero());
      assertThat(edge.sessions.size()).isZero();
      assertThat(edge.log.ended).hasSize(20);
    }
  }

  @Test
  void clientThatStopsReadingIsCutAndDelaysNobody() throws IOException {
    try (var edge = TestEdge.start("write-timeout", "2s", "close-timeout", "1s");
        var reader = edge.attach(ANN, CHAT, 1);
        var stalled = new RawClient(edge.port(), 4096).handshake()) {
      stalled.text(edge.attachFrame(BOB, CHAT, 1));
      stalled.readText("attached");
      var ann = edge.log.announced.get(0);
      var bob = edge.log.announced.get(1);
      String text = "x".repeat(60_000);
      long slowest = 0;
      for (int seq = 1; seq <= 300; seq++) {
        long start = System.nanoTime();
        edge.deliveries.accept(edge.event(CHAT, seq, text, 10L + seq, ann, bob));
        slowest = Math.max(slowest, System.nanoTime() - start);
        assertThat(reader.readText("event")).contains("\"seq\":" + seq + ",");
      }

      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
      assertThat(edge.meters.counter("rivulet.gateway.outbound.overflows").count()).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(edge.sessions.size()).isEqualTo(1));
      assertThat(edge.meters.counter("rivulet.gateway.closes", "code", "1013").count()).isOne();
    }
  }

  @Test
  void clientThatReadsSlowlyIsToldWhy() throws IOException {
    try (var edge = TestEdge.start();
        var slow = new RawClient(edge.port(), 4096).handshake()) {
      slow.text(edge.attachFrame(BOB, CHAT, 1));
      slow.readText("attached");
      var bob = edge.log.announced.getFirst();
      String text = "x".repeat(60_000);
      for (int seq = 1; seq <= 200; seq++) {
        edge.deliveries.accept(edge.event(CHAT, seq, text, 10L + seq, bob));
      }
      assertThat(slow.readCloseCode()).isEqualTo(1013);
      assertThat(slow.readEnd()).isTrue();
    }
  }

  @Test
  void framesThatPileUpAreWrittenInOrder() throws IOException {
    try (var edge =
            TestEdge.start("outbound-frames-max", "100000", "outbound-bytes-max", "100000000");
        var client = edge.attach(ANN, CHAT, 1)) {
      var ann = edge.log.announced.getFirst();
      for (int seq = 1; seq <= 5_000; seq++) {
        edge.deliveries.accept(edge.event(CHAT, seq, "text", 10L + seq, ann));
      }
      for (int seq = 1; seq <= 5_000; seq++) {
        assertThat(client.readText("event")).contains("\"seq\":" + seq + ",");
      }
    }
  }

  @Test
  void smallFramesAreNotHeldBack() throws IOException {
    try (var edge = TestEdge.start();
        var client = edge.attach(ANN, CHAT, 1)) {
      var ann = edge.log.announced.getFirst();
      long[] nanos = new long[60];
      for (int round = 0; round < nanos.length; round++) {
        client.text("{\"type\":\"ping\"}");
        client.readText("pong");
        long start = System.nanoTime();
        edge.deliveries.accept(edge.event(CHAT, round + 1, "b", 11 + round, ann));
        client.readText("event");
        nanos[round] = System.nanoTime() - start;
      }
      // With Nagle's algorithm the event waits until the pong is acknowledged; the client's kernel
      // delays that by 40 ms, in the hope of sending it along with the next request.
      Arrays.sort(nanos);
      assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(20));
    }
  }
}
