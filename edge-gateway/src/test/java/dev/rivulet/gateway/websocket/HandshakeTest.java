package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: ";

  private final TestEdge edge = TestEdge.start("handshake-timeout", "400ms");

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void acceptKeyIsThatOfTheRfcsExample() throws IOException {
    assertThat(Handshake.acceptKey(RawClient.KEY)).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(head(RawClient.UPGRADE))
        .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
        .contains("Upgrade: websocket\r\n")
        .contains("Connection: Upgrade\r\n")
        .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
        .doesNotContain("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade: websocket|Upgrade: WebSocket",
        "Upgrade: websocket|UPGRADE: wEbSoCkEt",
        "Upgrade: websocket|Upgrade: h2c, websocket",
        "Connection: Upgrade|Connection: keep-alive, Upgrade",
        "Connection: Upgrade|connection: upgrade",
        "Connection: Upgrade|Connection: Upgrade, keep-alive",
        "Host: localhost|Host: localhost:8081",
        "Host: localhost|Host: [::1]:8081",
        "/v1/ws |/v1/ws?x=y ",
        "Sec-WebSocket-Version: 13|sec-websocket-version:13",
      })
  void whatTheRfcAllowsIsAccepted(String usual, String other) throws IOException {
    assertThat(head(RawClient.UPGRADE.replace(usual, other))).startsWith("HTTP/1.1 101 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET |POST |405",
        "GET |HEAD |405",
        "HTTP/1.1|HTTP/1.0|505",
        "HTTP/1.1|HTTP/2.0|400",
        "/v1/ws |/v1/other |404",
        "/v1/ws |/ |404",
        "Connection: Upgrade|Connection: close|400",
        "Connection: Upgrade|X: y|400",
        "Connection: Upgrade|Connection: Upgraded|400",
        "Upgrade: websocket|Upgrade: h2c|426",
        "Upgrade: websocket|X: y|426",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8|426",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 14|426",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 13, 8|426",
        "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: x|426",
        "Sec-WebSocket-Version: 13|X: y|426",
        "Sec-WebSocket-Key|X-Key|400",
        "dGhlIHNhbXBsZSBub25jZQ==|dGhlIHNhbXBsZSBub25jZQ|400",
        "dGhlIHNhbXBsZSBub25jZQ==|dGhlIHNhbXBsZSBub25j|400",
        "dGhlIHNhbXBsZSBub25jZQ==|!!!!IHNhbXBsZSBub25jZQ==|400",
        "dGhlIHNhbXBsZSBub25jZQ==|dGhlIHNhbXBsZSBub25jZTEyMzQ=|400",
        "Host: localhost|X: y|400",
        "Host: localhost|Host: local host|400",
        "Host: localhost|Host: localhost:port|400",
      })
  void whatTheRfcForbidsIsRefused(String usual, String other, int status) throws IOException {
    assertThat(head(RawClient.UPGRADE.replace(usual, other)))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Key: " + RawClient.KEY,
        "Host: localhost",
        "Sec-WebSocket-Version: 13"
      })
  void doubledHeaderIsRefused(String header) throws IOException {
    String doubled = RawClient.UPGRADE.replace(header, header + "\r\n" + header);
    assertThat(head(doubled)).matches("(?s)HTTP/1\\.1 4(00|26) .*");
  }

  @Test
  void versionIsNamedWhenAnotherWasAsked() throws IOException {
    assertThat(head(RawClient.UPGRADE.replace("Version: 13", "Version: 12")))
        .contains("Sec-WebSocket-Version: 13\r\n");
  }

  @Test
  void subProtocolIsChosenAmongThoseOffered() throws IOException {
    assertThat(head(with(PROTOCOL + "x, rivulet.v1+json")))
        .startsWith("HTTP/1.1 101 ")
        .contains(PROTOCOL + "rivulet.v1+json\r\n");
    assertThat(head(with(PROTOCOL + "x\r\n" + PROTOCOL + "rivulet.v1+json")))
        .contains(PROTOCOL + "rivulet.v1+json\r\n");
    assertThat(head(with(PROTOCOL + "rivulet.v1+proto, rivulet.v1+json")))
        .contains(PROTOCOL + "rivulet.v1+proto\r\n");
    assertThat(head(RawClient.UPGRADE)).doesNotContain(PROTOCOL);
    assertThat(head(with(PROTOCOL + "x, y"))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void compressionIsDeclined() throws IOException {
    assertThat(head(with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")))
        .startsWith("HTTP/1.1 101 ")
        .doesNotContain("Extensions");
  }

  @Test
  void originOutsideTheListIsForbidden() throws IOException {
    try (var strict = TestEdge.withOrigins("https://chat.example")) {
      String good = with("Origin: https://chat.example");
      assertThat(head(strict, good)).startsWith("HTTP/1.1 101 ");
      assertThat(head(strict, with("Origin: https://evil.example"))).startsWith("HTTP/1.1 403 ");
      assertThat(head(strict, with("Origin: null"))).startsWith("HTTP/1.1 403 ");
      assertThat(head(strict, RawClient.UPGRADE)).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void plainRequestsGetPlainAnswersWithNothingInside() throws IOException {
    assertThat(head("GET /v1/ws HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 426 ");
    assertThat(head("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .containsIgnoringCase("content-length: 0\r\n");
    assertThat(head("\u0000\u0001\u0002\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("helidon", "Exception");
  }

  @Test
  void bytesBehindTheHandshakeAreRead() throws IOException {
    try (var client = new RawClient(edge.port())) {
      byte[] first = RawClient.frame(0x89, new byte[] {'p'});
      client.write(RawClient.UPGRADE + new String(first, StandardCharsets.ISO_8859_1));
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(client.read().text()).isEqualTo("p");
    }
  }

  @Test
  void handshakeMayComeByteByByte() throws IOException {
    try (var client = new RawClient(edge.port())) {
      for (char octet : RawClient.UPGRADE.toCharArray()) {
        client.write(String.valueOf(octet));
      }
      assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void headersThatNeverEndAreCutInTime() throws IOException {
    try (var client = new RawClient(edge.port())) {
      client.write("GET /v1/ws HTTP/1.1\r\nHost: x\r\n");
      long start = System.nanoTime();
      assertThat(client.readEnd()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void oversizedHeadersAreRefused() throws IOException {
    assertThat(head(with("X: " + "x".repeat(20_000)))).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    assertThat(head("GET /" + "x".repeat(8_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
  }

  @Test
  void garbageNeverEndsTheEdge() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] request = RawClient.UPGRADE.getBytes(StandardCharsets.ISO_8859_1);
      int changes = 1 + random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        request[random.nextInt(request.length)] = (byte) random.nextInt(256);
      }
      try (var client = new RawClient(edge.port())) {
        client.write(request);
        client.socket().shutdownOutput();
        String head = client.readHead();
        assertThat(head).as("seed %d round %d", seed, round).doesNotContain("Exception", "helidon");
        assertThat(head).as("seed %d round %d", seed, round).doesNotStartWith("HTTP/1.1 500");
      }
    }
    assertThat(head(RawClient.UPGRADE)).startsWith("HTTP/1.1 101 ");
  }

  @Test
  void notReadyIsUnavailableWithAHint() throws IOException {
    edge.admits.set(false);
    assertThat(head(RawClient.UPGRADE)).startsWith("HTTP/1.1 503 ").contains("Retry-After: 2\r\n");
  }

  @Test
  void connectionsBeyondTheLimitAreUnavailable() throws IOException {
    try (var small = TestEdge.start("connections-max", "1");
        var first = RawClient.open(small.port())) {
      assertThat(head(small, RawClient.UPGRADE)).startsWith("HTTP/1.1 503 ");
      assertThat(first.socket().isConnected()).isTrue();
    }
  }

  @Test
  void connectionsBeyondThoseOfAnAddressAreTooMany() throws IOException {
    try (var small =
            TestEdge.start("connections-per-address-max", "1", "trusted-proxies", "10.0.0.0/8");
        var first = RawClient.open(small.port())) {
      assertThat(head(small, RawClient.UPGRADE))
          .startsWith("HTTP/1.1 429 ")
          .contains("Retry-After: 10\r\n");
      first.close();
      await().untilAsserted(() -> assertThat(small.edge.connections()).isZero());
      assertThat(head(small, RawClient.UPGRADE)).startsWith("HTTP/1.1 101 ");
    }
  }

  @Test
  void clientsBehindAProxyAreCountedApart() throws IOException {
    try (var small = TestEdge.start("connections-per-address-max", "1");
        var first = new RawClient(small.port())) {
      first.write(with("X-Forwarded-For: 203.0.113.1"));
      assertThat(first.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(head(small, with("X-Forwarded-For: 203.0.113.1"))).startsWith("HTTP/1.1 429 ");
      assertThat(head(small, with("X-Forwarded-For: 203.0.113.2"))).startsWith("HTTP/1.1 101 ");
      assertThat(head(small, RawClient.UPGRADE)).startsWith("HTTP/1.1 101 ");
    }
  }

  private static String with(String header) {
    return RawClient.UPGRADE.replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n");
  }

  private String head(String request) throws IOException {
    return head(edge, request);
  }

  private static String head(TestEdge at, String request) throws IOException {
    try (var client = new RawClient(at.port())) {
      client.write(request);
      return client.readHead();
    }
  }
}
