package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TypedTest {
  @Test
  void textIsKeptAsItWasTyped() {
    var message = Typed.of("/reply  #12 two  spaces").ofMessage("usage");

    assertThat(message.seq()).isEqualTo(12);
    assertThat(message.text()).isEqualTo("two  spaces");
  }

  @Test
  void whatIsMissingIsAnsweredByTheUsage() {
    assertThatThrownBy(() -> Typed.of("/edit").ofMessage("/edit SEQ TEXT"))
        .isInstanceOf(ChatFailure.class)
        .hasMessage("/edit SEQ TEXT");
    assertThatThrownBy(() -> Typed.of("/edit twelve x").ofMessage("usage"))
        .isInstanceOf(ChatFailure.class);
    assertThatThrownBy(() -> Typed.of("/edit 99999999999999999999 x").ofMessage("usage"))
        .isInstanceOf(ChatFailure.class);
    assertThatThrownBy(() -> Typed.of("/edit 12").ofMessage("usage").text())
        .isInstanceOf(ChatFailure.class);
    assertThatThrownBy(() -> Typed.of("/to").one("usage")).isInstanceOf(ChatFailure.class);
    assertThatThrownBy(() -> Typed.of("/to a b").one("usage")).isInstanceOf(ChatFailure.class);
    assertThatThrownBy(() -> Typed.of("/mute maybe").onOrOff("usage"))
        .isInstanceOf(ChatFailure.class);
  }

  @Test
  void switchesAreOnOrOff() {
    assertThat(Typed.of("/mute on").onOrOff("usage")).isTrue();
    assertThat(Typed.of("/mute off ").onOrOff("usage")).isFalse();
    assertThat(Typed.of("/add ann  bob").some("usage")).containsExactly("ann", "bob");
  }
}
