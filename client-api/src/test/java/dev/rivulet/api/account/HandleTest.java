package dev.rivulet.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
  @Test
  void capitalsAreSmallLetters() {
    assertThat(Handle.parse("Ann.B-c_9")).hasValue(new Handle("ann.b-c_9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cy", "a..", "abcdefghijklmnopqrstuvwxyz012345"})
  void twoToThirtyTwoCharactersAreAHandle(String text) {
    assertThat(Handle.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1ab",
        ".ab",
        "-ab",
        "a b",
        "a/b",
        "ab\n",
        "änn",
        "\u212Aelvin",
        "abcdefghijklmnopqrstuvwxyz0123456"
      })
  void othersAreNone(String text) {
    assertThat(Handle.parse(text)).isEmpty();
  }
}
