package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
  @Test
  void everyCodePointIsAccepted() {
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        assertSameAsJdk(Character.toString(code).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void everyTwoBytesAreJudgedAsTheJdkDoes() {
    for (int value = 0; value <= 0xffff; value++) {
      assertSameAsJdk(new byte[] {(byte) (value >> 8), (byte) value});
    }
  }

  @Test
  void longerSequencesAreJudgedAsTheJdkDoes() {
    int[] edges = {
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
      0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };
    for (int a : edges) {
      for (int b : edges) {
        for (int c : edges) {
          assertSameAsJdk(new byte[] {(byte) a, (byte) b, (byte) c});
          for (int d : edges) {
            assertSameAsJdk(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
          }
        }
      }
    }
  }

  @Test
  void randomBytesAreJudgedAsTheJdkDoes() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      assertSameAsJdk(bytes);
    }
  }

  @Test
  void wrongByteIsSeenAsSoonAsItComes() {
    var check = new Utf8Check();
    byte[] surrogate = {(byte) 0xed, (byte) 0xa0};
    assertThat(check.accept(surrogate, 0, 1)).isTrue();
    assertThat(check.accept(surrogate, 1, 2)).isFalse();
  }

  private static void assertSameAsJdk(byte[] bytes) {
    if (isText(bytes) != jdkTakes(bytes)) {
      throw new AssertionError(HexFormat.of().formatHex(bytes));
    }
  }

  private static boolean isText(byte[] bytes) {
    var whole = new Utf8Check();
    boolean atOnce = whole.accept(bytes, 0, bytes.length) && whole.complete();
    var chopped = new Utf8Check();
    boolean inPieces = true;
    for (int at = 0; at < bytes.length && inPieces; at++) {
      inPieces = chopped.accept(bytes, at, at + 1);
    }
    if ((inPieces && chopped.complete()) != atOnce) {
      throw new AssertionError("in pieces: " + HexFormat.of().formatHex(bytes));
    }
    return atOnce;
  }

  private static boolean jdkTakes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
