package dev.rivulet.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReactionsTest {
  private static final UUID ANN = UUID.randomUUID();

  /// Somebody who reacts and takes it back with ever new emoji makes rows, not counts.
  @Test
  void rowsOfWhatWasTakenBackAreBoundedToo() {
    Reactions reactions = new Reactions(ANN);
    for (int i = 1; i < Reactions.ROWS_MAX; i++) {
      assertThat(reactions.add(takenBack("kind-" + i))).isTrue();
    }
    assertThat(reactions.add(takenBack("the last"))).isFalse();
  }

  private static Reaction takenBack(String emoji) {
    return new Reaction(2, emoji, ANN, 5, false, ByteString.EMPTY);
  }
}
