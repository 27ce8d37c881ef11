package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatArgumentsTest {
  @Test
  void talkingNeedsANameAlone() {
    var arguments = parse("--as Ann");

    assertThat(arguments.as()).isEqualTo("ann");
    assertThat(arguments.to()).isNull();
    assertThat(arguments.mode()).isEqualTo(ChatArguments.Mode.CHAT);
    assertThat(arguments.device()).isEqualTo("terminal");
  }

  @Test
  void historyAndReceptionAreCounted() {
    assertThat(parse("--as ann --to bob --history 7 --raw"))
        .isEqualTo(
            new ChatArguments(
                "ann",
                "terminal",
                "bob",
                List.of(),
                ChatArguments.Mode.HISTORY,
                7,
                new ChatArguments.Options(true, Duration.ofMinutes(2))));
    assertThat(parse("--as ann --receive 3 --seconds 9 --device phone"))
        .isEqualTo(
            new ChatArguments(
                "ann",
                "phone",
                null,
                List.of(),
                ChatArguments.Mode.RECEIVE,
                3,
                new ChatArguments.Options(false, Duration.ofSeconds(9))));
  }

  @Test
  void groupIsAGroupEvenWhenAPersonHasItsName() {
    var arguments = parse("--as ann --group readers --members bob,cy");

    assertThat(arguments.to()).isEqualTo("#readers");
    assertThat(arguments.members()).containsExactly("bob", "cy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--to bob",
        "--as",
        "--as x",
        "--as ../etc",
        "--as ann --device ../x",
        "--as ann --history 3",
        "--as ann --to bob --history many",
        "--as ann --members bob",
        "--as ann --what",
      })
  void whatMakesNoSenseIsNamed(String line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            ChatFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ChatFailure.USAGE);
              assertThat(failure.text()).contains("--help");
            });
  }

  private static ChatArguments parse(String line) {
    return ChatArguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }
}
