package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.FramingCases.failing;
import static dev.rivulet.testing.conformance.Wire.CONTINUATION;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.PING;
import static dev.rivulet.testing.conformance.Wire.PONG;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.join;
import static dev.rivulet.testing.conformance.Wire.utf8;

import java.io.IOException;
import java.util.stream.Stream;

/// Section 5: fragments.
final class FragmentCases {
  private static final int WHOLE = Integer.MAX_VALUE;
  private static final byte[] FIRST = frame(TEXT, utf8("fragment1"));
  private static final byte[] MORE = frame(CONTINUATION, utf8("fragment2"));
  private static final byte[] LAST = frame(FIN | CONTINUATION, utf8("fragment2"));
  private static final byte[] HELLO = frame(FIN | TEXT, utf8("Hello, world!"));
  private static final byte[] PINGED = frame(FIN | PING, utf8("ping payload"));

  private FragmentCases() {}

  static Stream<Case> all() {
    return Stream.of(
        failing("5.1", "ping in two", frame(PING, utf8("p")), LAST),
        failing("5.2", "pong in two", frame(PONG, utf8("p")), LAST),
        inTwo("5.3", WHOLE),
        inTwo("5.4", FIRST.length),
        inTwo("5.5", 1),
        inTwoAroundPing("5.6", WHOLE),
        inTwoAroundPing("5.7", FIRST.length),
        inTwoAroundPing("5.8", 1),
        nothingToContinue("5.9", LAST, WHOLE),
        nothingToContinue("5.10", LAST, LAST.length),
        nothingToContinue("5.11", LAST, 1),
        nothingToContinue("5.12", MORE, WHOLE),
        nothingToContinue("5.13", MORE, MORE.length),
        nothingToContinue("5.14", MORE, 1),
        Case.talk("5.15", "fragment behind the last one", FragmentCases::behindTheLast),
        failing("5.16", "open continuation before fragments", MORE, FIRST, LAST, MORE, FIRST, LAST),
        failing("5.17", "continuation before fragments", LAST, FIRST, LAST, LAST, FIRST, LAST),
        failing("5.18", "second fragment is a text", FIRST, frame(FIN | TEXT, utf8("fragment2"))),
        Case.talk("5.19", "five fragments and two pings, apart", FragmentCases::fiveApart),
        Case.talk("5.20", "five fragments and two pings at once", FragmentCases::fiveAtOnce));
  }

  private static Case inTwo(String number, int chop) {
    return Case.talk(
        number,
        "text in two, chops of " + chop,
        wire -> {
          wire.chop(join(FIRST, LAST), chop);
          wire.expectText("fragment1fragment2");
          wire.expectAlive();
        });
  }

  private static Case inTwoAroundPing(String number, int chop) {
    return Case.talk(
        number,
        "text in two around a ping, chops of " + chop,
        wire -> {
          wire.chop(join(FIRST, PINGED, LAST), chop);
          wire.expectPong("ping payload");
          wire.expectText("fragment1fragment2");
          wire.expectAlive();
        });
  }

  private static Case nothingToContinue(String number, byte[] wrong, int chop) {
    return Case.talk(
        number,
        "nothing to continue, chops of " + chop,
        wire -> {
          wire.chop(join(wrong, HELLO), chop);
          wire.expectClose(1002);
        });
  }

  private static void behindTheLast(Wire wire) throws IOException {
    wire.write(join(FIRST, LAST, MORE, HELLO));
    wire.expectText("fragment1fragment2");
    wire.expectClose(1002);
  }

  private static void fiveApart(Wire wire) throws IOException {
    wire.write(join(FIRST, MORE));
    wire.ping("pongme 1!");
    wire.expectPong("pongme 1!");
    wire.write(join(MORE, MORE));
    wire.ping("pongme 2!");
    wire.expectPong("pongme 2!");
    wire.write(LAST);
    wire.expectText("fragment1fragment2fragment2fragment2fragment2");
    wire.expectAlive();
  }

  private static void fiveAtOnce(Wire wire) throws IOException {
    byte[] one = frame(FIN | PING, utf8("pongme 1!"));
    byte[] two = frame(FIN | PING, utf8("pongme 2!"));
    wire.write(join(FIRST, MORE, one, MORE, MORE, two, LAST));
    wire.expectPong("pongme 1!");
    wire.expectPong("pongme 2!");
    wire.expectText("fragment1fragment2fragment2fragment2fragment2");
    wire.expectAlive();
  }
}
