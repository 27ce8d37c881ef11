package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Sections 12 and 13: whatever compression is offered, it is declined, messages go plain, and a
/// compressed one breaks the protocol (RFC 7692).
final class CompressionCases {
  private static final List<String> OFFERS =
      List.of(
          "permessage-deflate",
          "permessage-deflate; client_no_context_takeover",
          "permessage-deflate; server_no_context_takeover",
          "permessage-deflate; client_max_window_bits",
          "permessage-deflate; server_max_window_bits=9",
          "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9",
          "permessage-deflate; server_no_context_takeover; client_max_window_bits,"
              + " permessage-deflate, x-webkit-deflate-frame");
  private static final int[] SIZES = {16, 4096, 65_536, 100_000, 131_072};

  /// "Hello", compressed with RFC 7692 section 7.2.3.1.
  private static final byte[] COMPRESSED = {
    (byte) 0xf2, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00
  };

  private CompressionCases() {}

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    for (int at = 0; at < SIZES.length; at++) {
      int size = SIZES[at];
      cases.add(
          new Case(
              "12." + (at + 1),
              "offered, declined, plain messages of " + size,
              server -> plain(server, OFFERS.getFirst(), size)));
    }
    for (int at = 0; at < OFFERS.size(); at++) {
      String offer = OFFERS.get(at);
      cases.add(
          new Case("13." + (at + 1), offer + ": declined", server -> compressed(server, offer)));
    }
    return cases.stream();
  }

  private static Wire declined(EchoServer server, String offer) throws IOException {
    var wire = new Wire(server.port());
    wire.write(HandshakeCases.with("Sec-WebSocket-Extensions: " + offer));
    assertThat(wire.readHead())
        .startsWith("HTTP/1.1 101 ")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    return wire;
  }

  private static void plain(EchoServer server, String offer, int size) throws IOException {
    byte[] payload = FramingCases.filled('*', size);
    try (var wire = declined(server, offer)) {
      for (int count = 0; count < 20; count++) {
        wire.write(frame(FIN | TEXT, payload));
        wire.expect(TEXT, payload);
      }
      wire.expectAlive();
    }
  }

  private static void compressed(EchoServer server, String offer) throws IOException {
    try (var wire = declined(server, offer)) {
      wire.write(frame(FIN | 0x40 | TEXT, COMPRESSED));
      wire.expectClose(1002);
    }
  }
}
