package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.Wire.CLOSE;
import static dev.rivulet.testing.conformance.Wire.CONTINUATION;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.PING;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.close;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.join;
import static dev.rivulet.testing.conformance.Wire.utf8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Section 7: the closing handshake and its codes.
final class ClosingCases {
  private static final byte[] NORMAL = close(1000, new byte[0]);
  private static final byte[] HELLO = frame(FIN | TEXT, utf8("Hello World!"));
  private static final int[] GOOD = {
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999
  };
  private static final int[] BAD = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};
  private static final int[] BEYOND = {5000, 65_535};
  private static final int LARGE_BYTES = 256 << 10;

  private ClosingCases() {}

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(behindClose());
    cases.addAll(payloads());
    for (int at = 0; at < GOOD.length; at++) {
      cases.add(echoed("7.7." + (at + 1), "code " + GOOD[at], GOOD[at], ""));
    }
    // Assigned by the IANA registry since the Autobahn suite was written.
    for (int code : new int[] {1012, 1013, 1014}) {
      cases.add(echoed("7.7." + code, "code " + code, code, ""));
    }
    for (int at = 0; at < BAD.length; at++) {
      cases.add(refused("7.9." + (at + 1), "code " + BAD[at], close(BAD[at], new byte[0]), 1002));
    }
    cases.add(refused("7.9.1015", "code 1015", close(1015, new byte[0]), 1002));
    for (int at = 0; at < BEYOND.length; at++) {
      byte[] frame = close(BEYOND[at], new byte[0]);
      cases.add(refused("7.13." + (at + 1), "code " + BEYOND[at], frame, 1002));
    }
    return cases.stream();
  }

  private static List<Case> behindClose() {
    byte[] ping = frame(FIN | PING, utf8("late"));
    return List.of(
        Case.talk(
            "7.1.1",
            "message, then close",
            wire -> {
              wire.write(join(HELLO, NORMAL));
              wire.expectText("Hello World!");
              wire.expectClose(1000);
            }),
        closedOnce("7.1.2", "second close", NORMAL, NORMAL),
        closedOnce("7.1.3", "ping behind close", NORMAL, ping),
        closedOnce("7.1.4", "text behind close", NORMAL, HELLO),
        closedOnce(
            "7.1.5",
            "close between fragments",
            frame(TEXT, utf8("fragment1")),
            NORMAL,
            frame(FIN | CONTINUATION, utf8("fragment2"))),
        new Case("7.1.6", "large message, close and ping", ClosingCases::closedBehindLarge));
  }

  private static Case closedOnce(String number, String fact, byte[]... frames) {
    return refused(number, fact, join(frames), 1000);
  }

  private static void closedBehindLarge(EchoServer server) throws IOException {
    byte[] large = FramingCases.filled('*', LARGE_BYTES);
    try (var wire = Wire.open(server.port())) {
      wire.write(join(frame(FIN | TEXT, large), NORMAL, frame(FIN | PING, new byte[0])));
      if (large.length > server.messageBytesMax()) {
        wire.expectClose(1009);
        return;
      }
      wire.expect(TEXT, large);
      wire.expectClose(1000);
    }
  }

  private static List<Case> payloads() {
    byte[] tooLong = close(1000, FramingCases.filled('*', 124));
    byte[] notText = close(1000, new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80});
    return List.of(
        refused("7.3.1", "empty", frame(FIN | CLOSE, new byte[0]), 1005),
        refused("7.3.2", "one byte", frame(FIN | CLOSE, new byte[] {'a'}), 1002),
        echoed("7.3.3", "code alone", 1000, ""),
        echoed("7.3.4", "code and reason", 1000, "Hello World!"),
        echoed("7.3.5", "longest reason", 1000, "*".repeat(123)),
        refused("7.3.6", "reason of 124 bytes", tooLong, 1002),
        refused("7.5.1", "reason that is not UTF-8", notText, 1007));
  }

  private static Case echoed(String number, String fact, int code, String reason) {
    return refused(number, fact, close(code, utf8(reason)), code);
  }

  private static Case refused(String number, String fact, byte[] bytes, int code) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.write(bytes);
          wire.expectClose(code);
        });
  }
}
