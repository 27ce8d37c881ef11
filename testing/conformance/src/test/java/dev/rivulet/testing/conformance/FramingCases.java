package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.Wire.BINARY;
import static dev.rivulet.testing.conformance.Wire.CLOSE;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.PING;
import static dev.rivulet.testing.conformance.Wire.PONG;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.join;
import static dev.rivulet.testing.conformance.Wire.utf8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Sections 1 to 4: sizes of frames, pings and pongs, reserved bits, reserved opcodes.
final class FramingCases {
  private static final int WHOLE = Integer.MAX_VALUE;
  private static final int[] SIZES = {0, 125, 126, 127, 128, 65_535, 65_536, 65_536};
  private static final int LONG_CHOP = 997;
  private static final byte[] HELLO = frame(FIN | TEXT, utf8("Hello, world!"));

  private FramingCases() {}

  static Stream<Case> all() {
    return Stream.of(sizes(), pings(), reservedBits(), reservedOpcodes()).flatMap(List::stream);
  }

  private static List<Case> sizes() {
    var cases = new ArrayList<Case>();
    for (int at = 0; at < SIZES.length; at++) {
      int size = SIZES[at];
      int chop = at == SIZES.length - 1 ? LONG_CHOP : WHOLE;
      String fact = "of " + size + " bytes" + (chop == WHOLE ? "" : " in chops of " + chop);
      String number = String.valueOf(at + 1);
      cases.add(
          Case.talk("1.1." + number, "text " + fact, wire -> echoed(wire, TEXT, '*', size, chop)));
      cases.add(new Case("1.2." + number, "binary " + fact, server -> binary(server, size, chop)));
    }
    return cases;
  }

  private static void echoed(Wire wire, int opcode, int octet, int size, int chop)
      throws IOException {
    byte[] payload = filled(octet, size);
    wire.chop(frame(FIN | opcode, payload), chop);
    wire.expect(opcode, payload);
    wire.expectAlive();
  }

  /// Echoed, or refused by a server of text alone.
  static void binary(EchoServer server, int size, int chop) throws IOException {
    try (var wire = Wire.open(server.port())) {
      if (server.binary() && size <= server.messageBytesMax()) {
        echoed(wire, BINARY, 0xfe, size, chop);
      } else {
        wire.chop(frame(FIN | BINARY, filled(0xfe, size)), chop);
        wire.expectClose(server.binary() ? 1009 : 1003);
      }
    }
  }

  static byte[] filled(int octet, int size) {
    byte[] payload = new byte[size];
    Arrays.fill(payload, (byte) octet);
    return payload;
  }

  private static List<Case> pings() {
    byte[] binary = {0, (byte) 0xff, (byte) 0xfe, (byte) 0xfd, (byte) 0xfc, (byte) 0xfb, 0};
    byte[] longest = filled(0xfe, 125);
    return List.of(
        Case.talk("2.1", "ping without payload", wire -> ponged(wire, new byte[0], WHOLE)),
        Case.talk("2.2", "ping with text", wire -> ponged(wire, utf8("Hello, world!"), WHOLE)),
        Case.talk("2.3", "ping with bytes", wire -> ponged(wire, binary, WHOLE)),
        Case.talk("2.4", "ping with 125 bytes", wire -> ponged(wire, longest, WHOLE)),
        failing("2.5", "ping with 126 bytes", frame(FIN | PING, filled(0xfe, 126))),
        Case.talk("2.6", "ping with 125 bytes, byte by byte", wire -> ponged(wire, longest, 1)),
        Case.talk("2.7", "pong nobody asked for", wire -> ignored(wire, new byte[0])),
        Case.talk("2.8", "pong with payload", wire -> ignored(wire, utf8("unsolicited"))),
        Case.talk(
            "2.9",
            "pong, then a ping",
            wire -> {
              wire.write(frame(FIN | PONG, utf8("unsolicited")));
              ponged(wire, utf8("ping payload"), WHOLE);
            }),
        Case.talk("2.10", "ten pings", wire -> tenPings(wire, WHOLE)),
        Case.talk("2.11", "ten pings, byte by byte", wire -> tenPings(wire, 1)));
  }

  private static void ponged(Wire wire, byte[] payload, int chop) throws IOException {
    wire.chop(frame(FIN | PING, payload), chop);
    wire.expect(PONG, payload);
    wire.expectAlive();
  }

  private static void ignored(Wire wire, byte[] payload) throws IOException {
    wire.write(frame(FIN | PONG, payload));
    wire.expectAlive();
  }

  private static void tenPings(Wire wire, int chop) throws IOException {
    byte[] all = {};
    for (int count = 0; count < 10; count++) {
      all = join(all, frame(FIN | PING, utf8("payload-" + count)));
    }
    wire.chop(all, chop);
    for (int count = 0; count < 10; count++) {
      wire.expectPong("payload-" + count);
    }
    wire.expectAlive();
  }

  private static List<Case> reservedBits() {
    byte[] hello = utf8("Hello, world!");
    return List.of(
        failing("3.1", "RSV 1 on a text", frame(FIN | 0x10 | TEXT, hello)),
        failingAfterHello("3.2", "RSV 2 on a second text", frame(FIN | 0x20 | TEXT, hello), WHOLE),
        failingAfterHello("3.3", "RSV 3, frame by frame", frame(FIN | 0x30 | TEXT, hello), 19),
        failingAfterHello("3.4", "RSV 4, byte by byte", frame(FIN | 0x40 | TEXT, hello), 1),
        failing("3.5", "RSV 5 on a binary", frame(FIN | 0x50 | BINARY, hello)),
        failing("3.6", "RSV 6 on a ping", frame(FIN | 0x60 | PING, hello)),
        failing("3.7", "RSV 7 on a close", frame(FIN | 0x70 | CLOSE, new byte[] {3, (byte) 0xe8})));
  }

  private static List<Case> reservedOpcodes() {
    var cases = new ArrayList<Case>();
    cases.addAll(reservedOpcodes("4.1.", 3));
    cases.addAll(reservedOpcodes("4.2.", 11));
    return cases;
  }

  private static List<Case> reservedOpcodes(String section, int from) {
    byte[] none = {};
    byte[] some = utf8("reserved opcode payload");
    return List.of(
        failing(section + "1", "opcode " + from, frame(FIN | from, none)),
        failing(section + "2", "opcode " + (from + 1), frame(FIN | (from + 1), some)),
        failingAfterHello(
            section + "3", "opcode " + (from + 2) + " later", frame(FIN | (from + 2), none), WHOLE),
        failingAfterHello(
            section + "4", "opcode " + (from + 3) + " later", frame(FIN | (from + 3), some), WHOLE),
        failingAfterHello(
            section + "5", "opcode " + (from + 4) + " bytewise", frame(FIN | (from + 4), some), 1));
  }

  static Case failing(String number, String fact, byte[]... frames) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.write(join(frames));
          wire.expectClose(1002);
        });
  }

  /// What came before the failure is answered, what comes behind it is not.
  private static Case failingAfterHello(String number, String fact, byte[] wrong, int chop) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.chop(join(HELLO, wrong, frame(FIN | PING, new byte[0])), chop);
          wire.expectText("Hello, world!");
          wire.expectClose(1002);
        });
  }
}
