package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.PING;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.UPGRADE;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Opening handshakes (RFC 6455 section 4.2, RFC 9112), right and wrong. The servers allow the
/// origin `https://chat.example` and know the sub-protocol `rivulet.v1+json`.
final class HandshakeCases {
  static final String ORIGIN = "https://chat.example";
  static final String SUB_PROTOCOL = "rivulet.v1+json";

  private static final String KEY = "Sec-WebSocket-Key: " + Wire.KEY;
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String UPGRADES = "Upgrade: websocket";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: ";

  private HandshakeCases() {}

  static String with(String header) {
    return UPGRADE.replace("\r\n\r\n", "\r\n" + header + "\r\n\r\n");
  }

  private static String instead(String header, String other) {
    return UPGRADE.replace(header + "\r\n", other);
  }

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(methodsAndTargets());
    cases.addAll(upgradeHeaders());
    cases.addAll(keysAndVersions());
    cases.addAll(origins());
    cases.addAll(subProtocols());
    cases.addAll(sizesAndSyntax());
    cases.addAll(behindTheRequest());
    return cases.stream();
  }

  private static List<Case> methodsAndTargets() {
    return List.of(
        accepted("H1.1", "plain", UPGRADE),
        refused("H1.2", "POST", UPGRADE.replace("GET", "POST"), 405),
        refused("H1.3", "PUT", UPGRADE.replace("GET", "PUT"), 405),
        refused("H1.4", "HEAD", UPGRADE.replace("GET", "HEAD"), 405),
        refused("H1.5", "method in small letters", UPGRADE.replace("GET", "get"), 400, 405, 501),
        refused("H1.6", "another path", UPGRADE.replace("/v1/ws", "/v1/other"), 404),
        refused("H1.7", "path with a slash too many", UPGRADE.replace("/v1/ws", "/v1/ws/"), 404),
        accepted("H1.8", "query", UPGRADE.replace("/v1/ws", "/v1/ws?x=1&y=%20")),
        refused("H1.9", "HTTP/1.0", UPGRADE.replace("HTTP/1.1", "HTTP/1.0"), 400, 426, 505),
        refused("H1.10", "HTTP/2.0 in words", UPGRADE.replace("HTTP/1.1", "HTTP/2.0"), 400, 505),
        refused("H1.11", "no Host", instead("Host: localhost", ""), 400),
        refused("H1.12", "two Hosts", with("Host: other"), 400));
  }

  private static List<Case> upgradeHeaders() {
    return List.of(
        accepted("H2.1", "WebSocket in other letters", instead(UPGRADES, "UPGRADE: WebSocket\r\n")),
        accepted("H2.2", "Connection in capitals", instead(CONNECTION, "connection: UPGRADE\r\n")),
        accepted(
            "H2.3",
            "Connection is a list",
            instead(CONNECTION, "Connection: keep-alive, Upgrade\r\n")),
        accepted(
            "H2.4",
            "Connection on two lines",
            instead(CONNECTION, "Connection: keep-alive\r\nConnection: Upgrade\r\n")),
        accepted(
            "H2.5",
            "list with holes",
            instead(CONNECTION, "Connection: , Upgrade ,,keep-alive\r\n")),
        refused("H2.6", "no Connection", instead(CONNECTION, ""), 400, 426),
        refused(
            "H2.7",
            "Connection without upgrade",
            instead(CONNECTION, "Connection: keep-alive\r\n"),
            400,
            426),
        refused(
            "H2.8",
            "upgrade within another word",
            instead(CONNECTION, "Connection: x-upgrade\r\n"),
            400,
            426),
        refused("H2.9", "no Upgrade", instead(UPGRADES, ""), 400, 426),
        refused("H2.10", "Upgrade to h2c", instead(UPGRADES, "Upgrade: h2c\r\n"), 400, 426),
        accepted("H2.11", "Upgrade is a list", instead(UPGRADES, "Upgrade: h2c, websocket\r\n")));
  }

  private static List<Case> keysAndVersions() {
    return List.of(
        refused("H3.1", "no version", instead(VERSION, ""), 426),
        refused("H3.2", "version 8", instead(VERSION, "Sec-WebSocket-Version: 8\r\n"), 426),
        refused("H3.3", "version 14", instead(VERSION, "Sec-WebSocket-Version: 14\r\n"), 426),
        refused("H3.4", "version 013", instead(VERSION, "Sec-WebSocket-Version: 013\r\n"), 426),
        refused("H3.5", "no number", instead(VERSION, "Sec-WebSocket-Version: x\r\n"), 426),
        new Case("H3.6", "426 names the version it takes", HandshakeCases::versionNamed),
        refused("H3.7", "no key", instead(KEY, ""), 400),
        refused("H3.8", "empty key", instead(KEY, "Sec-WebSocket-Key:\r\n"), 400),
        refused("H3.9", "key of 15 bytes", key("MTIzNDU2Nzg5MDEyMzQ1"), 400),
        refused("H3.10", "key of 17 bytes", key("MTIzNDU2Nzg5MDEyMzQ1Njc="), 400),
        refused("H3.11", "key that is not base64", key("!!!!NDU2Nzg5MDEyMzQ1Ng=="), 400),
        refused("H3.12", "two keys", with(KEY), 400),
        accepted("H3.13", "spaces around the key", instead(KEY, KEY + "  \r\n")));
  }

  private static String key(String key) {
    return instead(KEY, "Sec-WebSocket-Key: " + key + "\r\n");
  }

  private static void versionNamed(EchoServer server) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write(instead(VERSION, "Sec-WebSocket-Version: 7\r\n"));
      assertThat(wire.readHead())
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n");
    }
  }

  private static List<Case> origins() {
    return List.of(
        accepted("H4.1", "allowed origin", with("Origin: " + ORIGIN)),
        refused("H4.2", "other origin", with("Origin: https://evil.example"), 403),
        refused("H4.3", "origin null", with("Origin: null"), 403),
        refused("H4.4", "other scheme", with("Origin: http://chat.example"), 403),
        refused("H4.5", "other port", with("Origin: https://chat.example:8443"), 403),
        refused("H4.6", "longer host", with("Origin: https://chat.example.evil.example"), 403),
        refused(
            "H4.7",
            "a second, other origin",
            with("Origin: " + ORIGIN + "\r\nOrigin: https://evil.example"),
            400,
            403));
  }

  private static List<Case> subProtocols() {
    return List.of(
        new Case("H5.1", "offered and chosen", server -> chosen(server, PROTOCOL + SUB_PROTOCOL)),
        new Case("H5.2", "in a list", server -> chosen(server, PROTOCOL + "x, " + SUB_PROTOCOL)),
        new Case(
            "H5.3",
            "on a second line",
            server -> chosen(server, PROTOCOL + "x\r\n" + PROTOCOL + SUB_PROTOCOL)),
        refused("H5.4", "only others", with(PROTOCOL + "x, y"), 400),
        refused("H5.5", "other letters", with(PROTOCOL + "RIVULET.v1+JSON"), 400),
        new Case("H5.6", "none offered, none named", HandshakeCases::noneNamed));
  }

  private static void chosen(EchoServer server, String header) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write(with(header));
      assertThat(wire.readHead())
          .startsWith("HTTP/1.1 101 ")
          .containsOnlyOnce(SUB_PROTOCOL)
          .containsIgnoringCase("\r\n" + PROTOCOL + SUB_PROTOCOL + "\r\n");
      wire.expectAlive();
    }
  }

  private static void noneNamed(EchoServer server) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write(UPGRADE);
      assertThat(wire.readHead())
          .startsWith("HTTP/1.1 101 ")
          .doesNotContainIgnoringCase(PROTOCOL)
          .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    }
  }

  private static List<Case> sizesAndSyntax() {
    return List.of(
        refused("H6.1", "header of 20 KB", with("X: " + "x".repeat(20_000)), 400, 431),
        refused("H6.2", "3,000 headers", with("X: 1\r\n".repeat(3_000) + "Y: 2"), 400, 431),
        refused("H6.3", "target of 9 KB", UPGRADE.replace("/ws", "/" + "x".repeat(9_000)), 414),
        refused("H6.4", "no colon", with("broken"), 400),
        refused("H6.5", "space before the colon", with("X : 1"), 400),
        refused("H6.6", "control character in a value", with("X: a\u0001b"), 400),
        refused("H6.7", "folded header", with("X: a\r\n b"), 400),
        accepted("H6.8", "header no one knows", with("X-Unknown: 1")),
        accepted("H6.9", "no space behind the colon", UPGRADE.replace(": ", ":")),
        refused("H6.10", "garbage", "\u0000\u0001\u0002\r\n\r\n", 400));
  }

  private static List<Case> behindTheRequest() {
    byte[] upgrade = UPGRADE.getBytes(StandardCharsets.ISO_8859_1);
    byte[] ping = frame(FIN | PING, utf8("early"));
    return List.of(
        new Case("H7.1", "frame in the same write", server -> early(server, upgrade, ping)),
        new Case("H7.2", "half a frame in the same write", server -> half(server, upgrade, ping)),
        new Case("H7.3", "a second request behind the first", HandshakeCases::secondRequest),
        refused("H7.4", "with a body", with("Content-Length: 5") + "12345", 400, 413),
        refused(
            "H7.5", "with chunks", with("Transfer-Encoding: chunked") + "0\r\n\r\n", 400, 413, 426),
        new Case("H7.6", "request byte by byte", HandshakeCases::bytewise),
        new Case("H7.7", "behind another request", HandshakeCases::keptAlive),
        new Case("H7.8", "40 messages in the same write", server -> many(server, upgrade)));
  }

  private static void early(EchoServer server, byte[] upgrade, byte[] ping) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write(Wire.join(upgrade, ping));
      wire.expectAccepted();
      wire.expectPong("early");
      wire.expectAlive();
    }
  }

  private static void half(EchoServer server, byte[] upgrade, byte[] ping) throws IOException {
    for (int cut = 1; cut < ping.length; cut++) {
      try (var wire = new Wire(server.port())) {
        wire.write(Wire.join(upgrade, Arrays.copyOf(ping, cut)));
        wire.expectAccepted();
        wire.write(Arrays.copyOfRange(ping, cut, ping.length));
        wire.expectPong("early");
        wire.expectAlive();
      }
    }
  }

  /// What follows the handshake is frames, whatever it looks like.
  private static void secondRequest(EchoServer server) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write(UPGRADE + UPGRADE);
      wire.expectAccepted();
      wire.expectClose(1002);
    }
  }

  private static void bytewise(EchoServer server) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.chop(UPGRADE.getBytes(StandardCharsets.ISO_8859_1), 1);
      wire.expectAccepted();
      wire.expectAlive();
    }
  }

  private static void keptAlive(EchoServer server) throws IOException {
    try (var wire = new Wire(server.port())) {
      wire.write("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String head = wire.readHead();
      assertThat(head).startsWith("HTTP/1.1 404 ");
      // A server may end the connection behind an error, but must say so.
      if (!head.toLowerCase(Locale.ROOT).contains("connection: close")) {
        wire.write(UPGRADE);
        wire.expectAccepted();
      }
    }
  }

  private static void many(EchoServer server, byte[] upgrade) throws IOException {
    byte[] all = upgrade;
    for (int count = 0; count < 40; count++) {
      all = Wire.join(all, frame(FIN | TEXT, utf8("message " + count + "x".repeat(200))));
    }
    try (var wire = new Wire(server.port())) {
      wire.write(all);
      wire.expectAccepted();
      for (int count = 0; count < 40; count++) {
        wire.expectText("message " + count + "x".repeat(200));
      }
      wire.expectAlive();
    }
  }

  private static Case accepted(String number, String fact, String request) {
    return new Case(
        number,
        fact + " is taken",
        server -> {
          try (var wire = new Wire(server.port())) {
            wire.write(request);
            wire.expectAccepted();
            wire.expectAlive();
          }
        });
  }

  /// Refused with one of the statuses, and nothing of the inside in the answer.
  private static Case refused(String number, String fact, String request, Integer... statuses) {
    return new Case(
        number,
        fact + " is refused",
        server -> {
          try (var wire = new Wire(server.port())) {
            wire.write(request);
            String head = wire.readHead();
            assertThat(head).matches("(?s)HTTP/1\\.[01] \\d\\d\\d .*");
            assertThat(Integer.valueOf(head.substring(9, 12))).isIn((Object[]) statuses);
            assertThat(head).doesNotContain("Exception", "helidon", "dev.rivulet");
          }
        });
  }
}
