package dev.rivulet.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text was computed by another program: devices keep cursors for weeks.
class CursorTest {
  private static final Cursor CURSOR = new Cursor(-7, 1_234_567_890_123L, 1_700_000_000_000L);
  private static final String TEXT = "____-QAAAR9x-wTLAAABi8_laAA";

  @Test
  void theTextIsTwentySevenCharactersThatStayTheSame() {
    assertThat(CURSOR.encode()).isEqualTo(TEXT).hasSize(27);
    assertThat(Cursor.decode(TEXT)).contains(CURSOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cursor",
        "____-QAAAR9x-wTLAAABi8_laA",
        "____-QAAAR9x-wTLAAABi8_laAAA",
        "____+QAAAR9x-wTLAAABi8_laAA",
        "____-f________TLAAABi8_laAA",
      })
  void whateverElseAClientSendsIsNone(String text) {
    assertThat(Cursor.decode(text)).isEmpty();
  }

  @Test
  void cursorsOfOneGenerationAreOrderedByOffset() {
    assertThat(CURSOR).isLessThan(new Cursor(-7, 1_234_567_890_124L, 0));
  }

  @Test
  void aCursorIsNeverNegative() {
    assertThatThrownBy(() -> new Cursor(1, -1, 0)).hasMessageContaining("-1");
  }
}
