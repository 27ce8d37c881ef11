package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void partsCloseInReverseAndOnce() {
    Parts parts = new Parts();
    parts.add("first", () -> closed.add("first"));
    parts.add("second", () -> closed.add("second"));

    parts.close();
    parts.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void aPartThatFailsToCloseKeepsNoOtherOpen() {
    Parts parts = new Parts();
    parts.add("first", () -> closed.add("first"));
    parts.add(
        "second",
        () -> {
          throw new IOException("stuck");
        });

    parts.close();

    assertThat(closed).containsExactly("first");
  }

  @Test
  void wiringThatFailsClosesWhatItStarted() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Parts.assemble(
                    parts -> {
                      parts.add("first", () -> closed.add("first"));
                      throw new IllegalStateException("no second");
                    }))
        .withMessage("no second");

    assertThat(closed).containsExactly("first");
  }

  @Test
  void wiringThatSucceedsStaysOpen() {
    Parts assembled =
        Parts.assemble(
            parts -> {
              parts.add("first", () -> closed.add("first"));
              return parts;
            });

    assertThat(closed).isEmpty();
    assembled.close();
    assertThat(closed).containsExactly("first");
  }
}
