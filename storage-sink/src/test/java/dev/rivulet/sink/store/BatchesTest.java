package dev.rivulet.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final RowKind KIND = new RowKind("t", "… USING TIMESTAMP ?", 2);

  @Test
  void rowsOfOnePartitionTravelTogetherInOrder() {
    var rows = List.of(row("a", 1, 1), row("a", 2, 2), row("a", 1, 3), row("b", 1, 4));

    assertThat(Batches.of(rows))
        .containsExactly(
            List.of(rows.get(0), rows.get(2)), List.of(rows.get(1)), List.of(rows.get(3)));
  }

  @Test
  void aBatchHasABoundOfRows() {
    var rows = IntStream.range(0, 300).mapToObj(i -> row("a", 1, i)).toList();

    assertThat(Batches.of(rows)).extracting(List::size).containsExactly(128, 128, 44);
  }

  @Test
  void aBatchHasABoundOfBytes() {
    var rows =
        Stream.generate(() -> Row.of(KIND, "a", 1, ByteBuffer.allocate(100_000))).limit(5).toList();

    assertThat(Batches.of(rows)).extracting(List::size).containsExactly(2, 2, 1);
  }

  private static Row row(Object... values) {
    return Row.of(KIND, values);
  }
}
