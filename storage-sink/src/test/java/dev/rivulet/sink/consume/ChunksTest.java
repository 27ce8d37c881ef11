package dev.rivulet.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void chunksKeepOrderAndStayBelowTheBound() {
    assertThat(Chunks.of(List.of(3, 4, 5, 1, 1), it -> it, 7))
        .containsExactly(List.of(3, 4), List.of(5, 1, 1));
  }

  @Test
  void whatIsTooHeavyAloneGoesAlone() {
    assertThat(Chunks.of(List.of(1, 50, 1), it -> it, 7))
        .containsExactly(List.of(1), List.of(50), List.of(1));
    assertThat(Chunks.of(List.<Integer>of(), it -> it, 7)).isEmpty();
  }
}
