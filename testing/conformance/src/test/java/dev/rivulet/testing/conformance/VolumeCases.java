package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.FramingCases.filled;
import static dev.rivulet.testing.conformance.Wire.BINARY;
import static dev.rivulet.testing.conformance.Wire.CONTINUATION;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Sections 9 and 10: large messages, in one, in fragments and in chops, and many small ones. What
/// is larger than the server takes is refused with 1009.
final class VolumeCases {
  private static final int KIB = 1024;
  private static final int MIB = KIB * KIB;
  private static final int WHOLE = Integer.MAX_VALUE;
  private static final int[] SIZES = {64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB};
  private static final int[] FRAGMENTS = {
    64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB
  };
  private static final int[] CHOPS = {64, 128, 256, 512, KIB, 2 * KIB};
  private static final int[] SMALL = {0, 16, 64, 256, KIB, 4 * KIB};
  private static final int MESSAGES = 1000;

  private VolumeCases() {}

  private record Load(int opcode, int size, int fragment, int chop) {}

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    for (int at = 0; at < SIZES.length; at++) {
      both(cases, 1, at, "size " + SIZES[at], SIZES[at], WHOLE, WHOLE);
    }
    for (int at = 0; at < FRAGMENTS.length; at++) {
      both(cases, 3, at, "4 MiB in fragments of " + FRAGMENTS[at], 4 * MIB, FRAGMENTS[at], WHOLE);
    }
    for (int at = 0; at < CHOPS.length; at++) {
      both(cases, 5, at, "1 MiB in chops of " + CHOPS[at], MIB, WHOLE, CHOPS[at]);
    }
    for (int at = 0; at < SMALL.length; at++) {
      int size = SMALL[at];
      String fact = MESSAGES + " messages of " + size;
      cases.add(Case.talk("9.7." + (at + 1), fact, wire -> roundTrips(wire, TEXT, size)));
      cases.add(new Case("9.8." + (at + 1), fact + ", binary", server -> binaries(server, size)));
    }
    cases.add(large("10.1.1", "64 KiB in fragments of 1300", new Load(TEXT, 65_536, 1300, WHOLE)));
    return cases.stream();
  }

  private static void both(
      List<Case> cases, int section, int at, String fact, int size, int fragment, int chop) {
    String suffix = "." + (at + 1);
    cases.add(large("9." + section + suffix, fact, new Load(TEXT, size, fragment, chop)));
    cases.add(
        large(
            "9." + (section + 1) + suffix,
            "binary, " + fact,
            new Load(BINARY, size, fragment, chop)));
  }

  private static Case large(String number, String fact, Load load) {
    return new Case(number, fact, server -> echoedOrRefused(server, load));
  }

  private static void echoedOrRefused(EchoServer server, Load load) throws IOException {
    byte[] payload = filled('*', load.size());
    try (var wire = Wire.open(server.port())) {
      if (load.opcode() == BINARY && !server.binary()) {
        wire.write(frame(BINARY, Arrays.copyOf(payload, Math.min(load.size(), load.fragment()))));
        wire.expectClose(1003);
      } else if (load.size() > server.messageBytesMax()) {
        send(wire, load, Arrays.copyOf(payload, refusedAt(server, load)));
        wire.expectClose(1009);
      } else {
        send(wire, load, payload);
        wire.expect(load.opcode(), payload);
        wire.expectAlive();
      }
    }
  }

  /// Enough of the message to be over the limit: the rest would be sent into the void.
  private static int refusedAt(EchoServer server, Load load) {
    return (int) Math.min(load.size(), (long) server.messageBytesMax() + 1);
  }

  private static void send(Wire wire, Load load, byte[] payload) throws IOException {
    for (int at = 0; at == 0 || at < payload.length; at += load.fragment()) {
      int end = (int) Math.min(payload.length, (long) at + load.fragment());
      int fin = end == payload.length && payload.length == load.size() ? FIN : 0;
      int opcode = at == 0 ? load.opcode() : CONTINUATION;
      wire.chop(frame(fin | opcode, Arrays.copyOfRange(payload, at, end)), load.chop());
      if (end == payload.length) {
        return;
      }
    }
  }

  private static void roundTrips(Wire wire, int opcode, int size) throws IOException {
    byte[] payload = filled('*', size);
    byte[] frame = frame(FIN | opcode, payload);
    for (int count = 0; count < MESSAGES; count++) {
      wire.write(frame);
      wire.expect(opcode, payload);
    }
    wire.expectAlive();
  }

  private static void binaries(EchoServer server, int size) throws IOException {
    if (!server.binary()) {
      FramingCases.binary(server, size, WHOLE);
      return;
    }
    try (var wire = Wire.open(server.port())) {
      roundTrips(wire, BINARY, size);
    }
  }
}
