package dev.rivulet.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.http.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private final PasswordRules rules = PasswordRules.load();
  private final Handle handle = Handle.parse("annabelle.b").orElseThrow();

  @Test
  void theListHoldsThousands() {
    assertThat(rules.size()).isGreaterThan(2000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789",
        "qwertyuiop",
        "QwertyUiop",
        "1q2w3e4r5t",
        "0987654321",
        "aaaaaaaaaaaa",
        "abababababab",
        "Annabelle.B",
        "ééééééééé"
      })
  void whatEverybodyTriesFirstIsWeak(String password) {
    refuses(password, "weak-password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse", "Zürich 1847!", "ключ от дома"})
  void othersAreTaken(String password) {
    assertThatCode(() -> rules.checkChosen(password, handle)).doesNotThrowAnyException();
  }

  @Test
  void bytesAreBounded() {
    String longest = "0123456789abcdef".repeat(8);
    assertThatCode(() -> rules.checkChosen(longest, handle)).doesNotThrowAnyException();
    refuses(longest + "x", "invalid-password");
    refuses("ä".repeat(65), "invalid-password");
  }

  private void refuses(String password, String code) {
    assertThatThrownBy(() -> rules.checkChosen(password, handle))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(422);
              assertThat(problem.code()).isEqualTo(code);
            });
  }
}
