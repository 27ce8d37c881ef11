package dev.rivulet.gateway.websocket;

import static dev.rivulet.gateway.RawClient.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.gateway.TestEdge;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int FIN = 0x80;
  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final int LIMIT = 160 * 1024;
  private static final Limits LIMITS = TestEdge.limits();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 4096, 4097, 65_535, 65_536, LIMIT})
  void textOfEachSizeArrivesWhole(int size) {
    String text = "x".repeat(size);
    assertThat(read(frame(FIN | TEXT, bytes(text)), Integer.MAX_VALUE))
        .containsExactly("text " + text);
  }

  @Test
  void everyCutOfAConversationGivesTheSameMessages() {
    byte[] wire =
        join(
            frame(FIN | TEXT, bytes("Hello")),
            frame(TEXT, bytes("κόσ")),
            frame(FIN | PING, bytes("p")),
            frame(0, bytes("με")),
            frame(FIN, bytes("")),
            frame(FIN | TEXT, bytes("𝄞".repeat(40))),
            frame(FIN | 8, new byte[] {3, (byte) 0xe8, 'b', 'y', 'e'}));
    List<String> expected =
        List.of("text Hello", "ping p", "text κόσμε", "text " + "𝄞".repeat(40), "close 1000");
    for (int size = 1; size <= wire.length; size++) {
      assertThat(read(wire, size)).as("pieces of %d", size).isEqualTo(expected);
    }
    for (int cut = 0; cut <= wire.length; cut++) {
      assertThat(readCut(wire, cut)).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void bytesBehindTheHandshakeComeFirst() throws IOException {
    byte[] wire = frame(FIN | TEXT, bytes("Hello"));
    for (int early = 1; early <= wire.length; early++) {
      var rest = new Pieces(Arrays.copyOfRange(wire, early, wire.length), 3);
      assertThat(collect(rest, Arrays.copyOf(wire, early))).containsExactly("text Hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc1, 0xa1, 0x91, 0xf1, 0x83, 0x84, 0x87, 0x8b, 0x8f})
  void reservedBitOrOpcodeIsAProtocolError(int first) {
    assertFails(frame(first, bytes("x")), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void unmaskedFrameIsAProtocolError() {
    assertFails(new byte[] {(byte) 0x81, 1, 'x'}, CloseCode.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10})
  void fragmentedOrLongControlFrameIsAProtocolError(int opcode) {
    assertFails(frame(opcode, bytes("x")), CloseCode.PROTOCOL_ERROR);
    assertFails(frame(FIN | opcode, new byte[126]), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void fragmentsOutOfOrderAreAProtocolError() {
    assertFails(frame(FIN, bytes("x")), CloseCode.PROTOCOL_ERROR);
    assertFails(frame(0, bytes("x")), CloseCode.PROTOCOL_ERROR);
    byte[] begun = frame(TEXT, bytes("x"));
    assertFails(join(begun, frame(FIN | TEXT, bytes("y"))), CloseCode.PROTOCOL_ERROR);
    assertFails(join(begun, frame(FIN | 2, bytes("y"))), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void binaryMessageIsUnsupported() {
    assertFails(frame(FIN | 2, bytes("x")), CloseCode.UNSUPPORTED_DATA);
  }

  @Test
  void lengthNotInItsShortestFormIsAProtocolError() {
    assertFails(header(FIN | TEXT, 0xfe, 0, 125), CloseCode.PROTOCOL_ERROR);
    assertFails(header(FIN | TEXT, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff), CloseCode.PROTOCOL_ERROR);
    assertFails(header(FIN | TEXT, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void announcedLengthBeyondTheLimitIsTooLargeBeforeAnyOfItCame() {
    assertFails(header(FIN | TEXT, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0), CloseCode.TOO_LARGE);
    assertFails(header(FIN | TEXT, 0xff, 0, 0, 0, 0, 0, 2, 0x80, 1), CloseCode.TOO_LARGE);
  }

  @Test
  void messageBeyondTheLimitInFragmentsIsTooLarge() {
    byte[] half = frame(TEXT, new byte[LIMIT / 2]);
    byte[] more = frame(0, new byte[LIMIT / 2]);
    assertFails(join(half, more, frame(FIN, bytes("x"))), CloseCode.TOO_LARGE);
  }

  @Test
  void tooManyFragmentsAreTooLarge() {
    var wire = new ByteArrayOutputStream();
    wire.writeBytes(frame(TEXT, new byte[0]));
    for (int count = 1; count <= 1024; count++) {
      wire.writeBytes(frame(0, new byte[0]));
    }
    assertFails(wire.toByteArray(), CloseCode.TOO_LARGE);
  }

  @Test
  void brokenTextFailsAtItsFirstWrongByteEvenInsideAFrame() {
    byte[] whole = frame(FIN | TEXT, new byte[] {'a', (byte) 0xff, 'b', 'b', 'b', 'b'});
    byte[] untilWrong = Arrays.copyOf(whole, whole.length - 4);
    assertFails(untilWrong, CloseCode.INVALID_TEXT);
  }

  @Test
  void textMayBeCutInsideACharacterButNotEndThere() {
    byte[] euro = bytes("€");
    byte[] first = frame(TEXT, Arrays.copyOf(euro, 1));
    byte[] last = frame(FIN, Arrays.copyOfRange(euro, 1, 3));
    assertThat(read(join(first, last), 2)).containsExactly("text €");
    assertFails(join(first, frame(FIN, new byte[0])), CloseCode.INVALID_TEXT);
    assertFails(join(first, frame(FIN, bytes("x"))), CloseCode.INVALID_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void closeCodeThatMayBeSentIsTaken(int code) {
    assertThat(read(close(code), 1)).containsExactly("close " + code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void closeCodeThatMayNotBeSentIsAProtocolError(int code) {
    assertFails(close(code), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void closeWithoutACodeIsTakenAndACutCodeIsNot() {
    assertThat(read(frame(FIN | 8, new byte[0]), 1)).containsExactly("close 0");
    assertFails(frame(FIN | 8, new byte[1]), CloseCode.PROTOCOL_ERROR);
  }

  @Test
  void closeReasonMustBeText() {
    assertFails(frame(FIN | 8, new byte[] {3, (byte) 0xe8, (byte) 0xff}), CloseCode.INVALID_TEXT);
    assertFails(frame(FIN | 8, new byte[] {3, (byte) 0xe8, (byte) 0xe2}), CloseCode.INVALID_TEXT);
  }

  @Test
  void randomBytesEndInAFailureOrTheEndAndNothingElse() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200_000; round++) {
      byte[] wire = new byte[random.nextInt(40)];
      random.nextBytes(wire);
      if (wire.length > 1 && random.nextBoolean()) {
        wire[0] = (byte) (wire[0] & 0x8f);
        wire[1] = (byte) (0x80 | random.nextInt(20));
      }
      var reader = reader(new Pieces(wire, 1 + random.nextInt(5)), null, new ArrayList<>());
      try {
        while (true) {
          reader.readFrame();
        }
      } catch (WebSocketFailure | EOFException expected) {
        assertThat(expected).isNotNull();
      } catch (IOException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void assertFails(byte[] wire, CloseCode code) {
    for (int size : new int[] {1, 3, Integer.MAX_VALUE}) {
      var reader = reader(new Pieces(wire, size), null, new ArrayList<>());
      try {
        while (true) {
          reader.readFrame();
        }
      } catch (WebSocketFailure failure) {
        assertThat(failure.code()).isEqualTo(code);
      } catch (IOException end) {
        throw new AssertionError("no failure", end);
      }
    }
  }

  private static List<String> read(byte[] wire, int size) {
    return collect(new Pieces(wire, size), null);
  }

  private static List<String> readCut(byte[] wire, int cut) {
    return collect(new Pieces(wire, Integer.MAX_VALUE, cut), null);
  }

  private static List<String> collect(Pieces pieces, byte @Nullable [] early) {
    var seen = new ArrayList<String>();
    var reader = reader(pieces, early, seen);
    try {
      while (true) {
        reader.readFrame();
      }
    } catch (EOFException end) {
      return seen;
    } catch (IOException | WebSocketFailure e) {
      throw new AssertionError(e);
    }
  }

  private static FrameReader reader(
      FrameReader.Source source, byte @Nullable [] early, List<String> seen) {
    return new FrameReader(
        source,
        early,
        LIMITS,
        SubProtocol.JSON,
        new FrameReader.Listener() {
          @Override
          public void message(byte[] message) {
            seen.add("text " + new String(message, StandardCharsets.UTF_8));
          }

          @Override
          public void ping(byte[] payload) {
            seen.add("ping " + new String(payload, StandardCharsets.UTF_8));
          }

          @Override
          public void close(int code) {
            seen.add("close " + code);
          }
        });
  }

  private static byte[] close(int code) {
    return frame(FIN | 8, new byte[] {(byte) (code >> 8), (byte) code});
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] header(int... octets) {
    byte[] header = new byte[octets.length];
    for (int at = 0; at < octets.length; at++) {
      header[at] = (byte) octets[at];
    }
    return header;
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// Gives bytes in pieces of a size, or in two pieces.
  private static final class Pieces implements FrameReader.Source {
    private final byte[] wire;
    private final int size;
    private final int cut;
    private int position;

    Pieces(byte[] wire, int size) {
      this(wire, size, -1);
    }

    Pieces(byte[] wire, int size, int cut) {
      this.wire = wire;
      this.size = size;
      this.cut = cut;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (position == wire.length) {
        return -1;
      }
      int end = position < cut ? cut : wire.length;
      int given = Math.min(Math.min(length, size), end - position);
      System.arraycopy(wire, position, into, offset, given);
      position += given;
      return given;
    }
  }
}
