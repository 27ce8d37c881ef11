package dev.rivulet.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.Position;
import org.junit.jupiter.api.Test;

class CursorKeeperTest {
  private static final long SECOND = 1_000_000_000L;

  private final CursorKeeper cursor = new CursorKeeper();

  @Test
  void movesOnlyForwardWithinAGeneration() {
    assertThat(cursor.advance(at(1, 10))).isTrue();
    assertThat(cursor.advance(at(1, 9))).isFalse();
    assertThat(cursor.advance(at(1, 10))).isFalse();
    assertThat(cursor.advance(at(1, 11))).isTrue();
    assertThat(cursor.cursor().offset()).isEqualTo(11);
  }

  @Test
  void anotherGenerationStartsAnew() {
    cursor.advance(at(1, 10));
    assertThat(cursor.advance(at(2, 3))).isTrue();
    assertThat(cursor.cursor().offset()).isEqualTo(3);
  }

  @Test
  void isToldAtMostOnceASecondAndOnlyNews() {
    assertThat(cursor.due(0)).isFalse();
    cursor.advance(at(1, 10));
    assertThat(cursor.due(0)).isTrue();
    cursor.told(0);
    assertThat(cursor.due(5 * SECOND)).isFalse();
    cursor.advance(at(1, 11));
    assertThat(cursor.due(SECOND - 1)).isFalse();
    assertThat(cursor.due(SECOND)).isTrue();
  }

  private static Position at(int generation, long offset) {
    return Position.newBuilder().setGeneration(generation).setOffset(offset).setTime(1).build();
  }
}
