package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {
  @ParameterizedTest
  @MethodSource("texts")
  void controlCharactersAreShownAndNotSent(String text, String shown) {
    assertThat(SafeText.visible(text)).isEqualTo(shown);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("plain text, Grüße, \uD83D\uDE00", "plain text, Grüße, \uD83D\uDE00"),
        Arguments.of("a\033[2Jb", "a\u241B[2Jb"),
        Arguments.of("a\007b", "a\u2407b"),
        Arguments.of("a\tb\r\nc\0", "a\u2409b\u240D\u240Ac\u2400"),
        Arguments.of("a\177b", "a\u2421b"),
        Arguments.of("a\u009B31mb", "a<009B>31mb"),
        Arguments.of("a\u202Eb\u2066c", "a<202E>b<2066>c"),
        Arguments.of("a\u2028b", "a<2028>b"),
        Arguments.of("a\uD800b", "a<D800>b"));
  }

  @Test
  void nothingBelowASpaceIsEverLeft() {
    for (int point = 0; point < 0x3000; point++) {
      var shown = SafeText.visible(new String(Character.toChars(point)));
      assertThat(shown.chars()).noneMatch(Character::isISOControl);
    }
  }
}
