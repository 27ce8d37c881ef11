package dev.rivulet.contracts.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PresenceQuestionTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID CY = new UUID(3, 3);

  @Test
  void anAnswerIsReadInTheOrderOfTheQuestion() {
    var users = List.of(BOB, ANN, CY);
    assertThat(PresenceQuestion.arguments(users)[0]).isEqualTo(BOB.toString());
    assertThat(PresenceQuestion.states(users, List.of(1_700_000_000_000L, -1L, 0L)))
        .containsEntry(BOB, new PresenceQuestion.State(false, 1_700_000_000_000L))
        .containsEntry(ANN, new PresenceQuestion.State(true, 0))
        .containsEntry(CY, PresenceQuestion.State.OFFLINE);
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() {
    assertThatThrownBy(() -> PresenceQuestion.states(List.of(ANN), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
