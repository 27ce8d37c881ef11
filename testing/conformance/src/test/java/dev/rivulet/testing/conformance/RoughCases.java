package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.FramingCases.failing;
import static dev.rivulet.testing.conformance.FramingCases.filled;
import static dev.rivulet.testing.conformance.Wire.BINARY;
import static dev.rivulet.testing.conformance.Wire.CLOSE;
import static dev.rivulet.testing.conformance.Wire.CONTINUATION;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.PING;
import static dev.rivulet.testing.conformance.Wire.PONG;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.header;
import static dev.rivulet.testing.conformance.Wire.join;
import static dev.rivulet.testing.conformance.Wire.utf8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// How clients, networks and attackers treat a server.
final class RoughCases {
  private static final byte[] HELLO = frame(FIN | TEXT, utf8("Hello"));
  private static final byte[] NORMAL = Wire.close(1000, new byte[0]);
  private static final int LARGE_BYTES = 100_000;
  private static final int FLOOD = 2_000;

  private RoughCases() {}

  static Stream<Case> all() {
    return Stream.of(masksAndLengths(), chopped(), halfClosed(), resets(), floods(), closings())
        .flatMap(List::stream);
  }

  private static List<Case> masksAndLengths() {
    return List.of(
        failing("R1.1", "frame without a mask", new byte[] {(byte) 0x81, 1, 'x'}),
        failing("R1.2", "empty frame without a mask", new byte[] {(byte) 0x81, 0}),
        failing("R1.3", "ping without a mask", new byte[] {(byte) 0x89, 0}),
        failing("R1.4", "length 2^63", header64(0x80)),
        failing("R1.5", "length 2^64 - 1", header64(0xff)),
        Case.talk("R1.6", "length 2^63 - 1", wire -> tooLarge(wire, header64(0x7f))),
        Case.talk(
            "R1.7", "length 2^32", wire -> tooLarge(wire, header(FIN | TEXT, 0x1_0000_0000L))),
        failing("R1.8", "5 bytes with a length of 16 bits", join(length16(5), masked(5))),
        failing("R1.9", "125 bytes with a length of 16 bits", join(length16(125), masked(125))),
        failing("R1.10", "5 bytes with a length of 64 bits", join(length64(5), masked(5))),
        failing("R1.11", "65535 bytes with 64 bits", join(length64(65_535), masked(65_535))),
        Case.talk("R1.12", "mask of zeroes", RoughCases::maskOfZeroes));
  }

  private static byte[] header64(int top) {
    byte[] rest = filled(top == 0x80 ? 0 : 0xff, 7);
    return join(new byte[] {(byte) 0x81, (byte) 0xff, (byte) top}, rest, new byte[4]);
  }

  private static byte[] length16(int length) {
    return new byte[] {
      (byte) 0x81, (byte) 0xfe, (byte) (length >> 8), (byte) length, 0x37, (byte) 0xfa, 0x21, 0x3d
    };
  }

  private static byte[] length64(int length) {
    byte[] begin = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0};
    return join(begin, Arrays.copyOfRange(length16(length), 2, 8));
  }

  private static byte[] masked(int length) {
    return Wire.masked(filled('x', length));
  }

  /// At its header: the bytes never come.
  private static void tooLarge(Wire wire, byte[] header) throws IOException {
    wire.write(header);
    wire.expectClose(1009);
  }

  private static void maskOfZeroes(Wire wire) throws IOException {
    wire.write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
    wire.expectText("hi");
    wire.expectAlive();
  }

  private static List<Case> chopped() {
    return List.of(
        Case.talk("R2.1", "messages of all kinds byte by byte", RoughCases::bytewise),
        Case.talk("R2.2", "chops of random sizes", RoughCases::randomChops),
        Case.talk("R2.3", "100 messages in one write", RoughCases::hundredAtOnce),
        Case.talk("R2.4", "65536 bytes byte by byte at the end", RoughCases::slowEnd),
        Case.talk("R2.5", "ping inside a slow message", RoughCases::pingInside));
  }

  private static void bytewise(Wire wire) throws IOException {
    byte[] text = filled('t', 300);
    wire.chop(join(frame(FIN | PING, utf8("p")), frame(FIN | TEXT, text), NORMAL), 1);
    wire.expectPong("p");
    wire.expect(TEXT, text);
    wire.expectClose(1000);
  }

  private static void randomChops(Wire wire) throws IOException {
    var random = new Random(6455);
    for (int round = 0; round < 20; round++) {
      byte[] text = filled('t', random.nextInt(70_000));
      byte[] frame = frame(FIN | TEXT, text);
      for (int at = 0; at < frame.length; ) {
        int end = Math.min(frame.length, at + 1 + random.nextInt(9_000));
        wire.write(Arrays.copyOfRange(frame, at, end));
        at = end;
      }
      wire.expect(TEXT, text);
    }
    wire.expectAlive();
  }

  private static void hundredAtOnce(Wire wire) throws IOException {
    byte[] all = {};
    for (int count = 0; count < 100; count++) {
      all = join(all, frame(FIN | TEXT, utf8("m" + count)));
    }
    wire.write(all);
    for (int count = 0; count < 100; count++) {
      wire.expectText("m" + count);
    }
    wire.expectAlive();
  }

  private static void slowEnd(Wire wire) throws IOException {
    byte[] text = filled('t', 65_536);
    byte[] frame = frame(FIN | TEXT, text);
    wire.write(Arrays.copyOf(frame, frame.length - 200));
    wire.chop(Arrays.copyOfRange(frame, frame.length - 200, frame.length), 1);
    wire.expect(TEXT, text);
    wire.expectAlive();
  }

  private static void pingInside(Wire wire) throws IOException {
    wire.write(frame(TEXT, utf8("begin")));
    for (int count = 0; count < 20; count++) {
      wire.ping("p" + count);
      wire.expectPong("p" + count);
    }
    wire.write(frame(FIN | CONTINUATION, utf8("end")));
    wire.expectText("beginend");
    wire.expectAlive();
  }

  private static List<Case> halfClosed() {
    return List.of(
        Case.talk("R3.1", "half closed without a word", wire -> halfClose(wire, new byte[0])),
        Case.talk("R3.2", "half closed in a header", wire -> halfClose(wire, new byte[] {-127})),
        Case.talk(
            "R3.3",
            "half closed in a payload",
            wire -> halfClose(wire, Arrays.copyOf(HELLO, HELLO.length - 1))),
        Case.talk(
            "R3.4", "half closed in a message", wire -> halfClose(wire, frame(TEXT, utf8("x")))),
        Case.talk(
            "R3.5",
            "close and half close at once: the close is answered",
            wire -> {
              wire.write(NORMAL);
              wire.socket().shutdownOutput();
              wire.expectClose(1000);
            }),
        Case.talk(
            "R3.6",
            "large message, close and half close at once: both are answered",
            wire -> {
              byte[] large = filled('t', LARGE_BYTES);
              wire.write(join(frame(FIN | TEXT, large), NORMAL));
              wire.socket().shutdownOutput();
              wire.expect(TEXT, large);
              wire.expectClose(1000);
            }),
        Case.talk(
            "R3.7",
            "failure and half close at once: the failure is told",
            wire -> {
              wire.write(new byte[] {(byte) 0x81, 1, 'x'});
              wire.socket().shutdownOutput();
              wire.expectClose(1002);
            }));
  }

  private static void halfClose(Wire wire, byte[] before) throws IOException {
    wire.write(before);
    wire.socket().shutdownOutput();
    wire.expectGone();
  }

  private static List<Case> resets() {
    return List.of(
        reset("R4.1", "reset before the handshake", wire -> {}, false),
        reset("R4.2", "reset in the request", wire -> wire.write("GET /v1/ws HT"), false),
        reset("R4.3", "reset behind the handshake", wire -> {}, true),
        reset("R4.4", "reset in a header", wire -> wire.write(new byte[] {-127}), true),
        reset("R4.5", "reset in a payload", wire -> wire.write(Arrays.copyOf(HELLO, 8)), true),
        reset("R4.6", "reset in a message", wire -> wire.write(frame(TEXT, utf8("x"))), true),
        reset("R4.7", "reset behind a message", wire -> wire.write(HELLO), true),
        reset("R4.8", "reset behind a close", wire -> wire.write(NORMAL), true));
  }

  /// The server goes on for others.
  private static Case reset(String number, String fact, Case.Talk talk, boolean open) {
    return new Case(
        number,
        fact,
        server -> {
          for (int round = 0; round < 10; round++) {
            try (var wire = open ? Wire.open(server.port()) : new Wire(server.port())) {
              talk.run(wire);
              wire.reset();
            }
          }
          try (var other = Wire.open(server.port())) {
            other.expectAlive();
          }
        });
  }

  private static List<Case> floods() {
    return List.of(
        Case.talk("R5.1", "pings, read at once", wire -> pings(wire, 1)),
        Case.talk("R5.2", "pings, read later", wire -> pings(wire, FLOOD)),
        Case.talk("R5.3", "pongs", wire -> flood(wire, frame(FIN | PONG, filled(0, 125)))),
        Case.talk("R5.4", "empty fragments", RoughCases::emptyFragments),
        Case.talk("R5.5", "empty messages", RoughCases::emptyMessages),
        Case.talk("R5.6", "bytes that are no frames", RoughCases::garbage));
  }

  private static void pings(Wire wire, int ahead) throws IOException {
    for (int count = 0; count < FLOOD; count += ahead) {
      for (int sent = 0; sent < ahead; sent++) {
        wire.ping("p");
      }
      for (int read = 0; read < ahead; read++) {
        wire.expectPong("p");
      }
    }
    wire.expectAlive();
  }

  private static void flood(Wire wire, byte[] frame) throws IOException {
    for (int count = 0; count < FLOOD; count++) {
      wire.write(frame);
    }
    wire.expectAlive();
  }

  private static void emptyFragments(Wire wire) throws IOException {
    wire.write(frame(TEXT, new byte[0]));
    for (int count = 0; count < 500; count++) {
      wire.write(frame(CONTINUATION, new byte[0]));
    }
    wire.write(frame(FIN | CONTINUATION, utf8("end")));
    wire.expectText("end");
    wire.expectAlive();
  }

  private static void emptyMessages(Wire wire) throws IOException {
    for (int count = 0; count < 500; count++) {
      wire.write(frame(FIN | TEXT, new byte[0]));
    }
    for (int count = 0; count < 500; count++) {
      wire.expectText("");
    }
    wire.expectAlive();
  }

  private static void garbage(Wire wire) throws IOException {
    byte[] bytes = new byte[20_000];
    new Random(1).nextBytes(bytes);
    bytes[0] = (byte) 0xf3;
    wire.write(bytes);
    wire.expectClose(1002);
  }

  private static List<Case> closings() {
    byte[] megabytes = new byte[4 << 20];
    return List.of(
        Case.talk(
            "R6.1",
            "failure with 4 MiB behind it: the failure is told",
            wire -> {
              wire.write(join(frame(FIN | 0x70 | TEXT, new byte[0]), megabytes));
              wire.expectClose(1002);
            }),
        Case.talk(
            "R6.2",
            "close with 4 MiB behind it: the close is answered",
            wire -> {
              wire.write(join(NORMAL, megabytes));
              wire.expectClose(1000);
            }),
        Case.talk(
            "R6.3",
            "close inside a message",
            wire -> {
              wire.write(join(frame(TEXT, utf8("x")), NORMAL));
              wire.expectClose(1000);
            }),
        failing("R6.4", "close in two", frame(CLOSE, new byte[] {3, (byte) 0xe8})),
        Case.talk("R6.5", "slow reader of 60 large messages", RoughCases::slowReader),
        new Case("R6.6", "binary in a message of text", RoughCases::mixed));
  }

  /// One round trip at a time, the answer read in small pieces.
  private static void slowReader(Wire wire) throws IOException {
    byte[] text = filled('t', LARGE_BYTES);
    for (int count = 0; count < 60; count++) {
      wire.write(frame(FIN | TEXT, text));
      wire.expect(TEXT, text);
    }
    wire.expectAlive();
  }

  private static void mixed(EchoServer server) throws IOException {
    try (var wire = Wire.open(server.port())) {
      wire.write(join(frame(TEXT, utf8("x")), frame(FIN | BINARY, utf8("y"))));
      wire.expectClose(1002);
    }
  }
}
