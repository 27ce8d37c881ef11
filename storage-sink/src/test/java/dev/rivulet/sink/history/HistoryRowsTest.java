package dev.rivulet.sink.history;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.directOpened;
import static dev.rivulet.sink.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.sink.store.Row;
import org.junit.jupiter.api.Test;

class HistoryRowsTest {
  @Test
  void aMessageLiesInTheBucketOfItsSeqAndIsWrittenAtIt() {
    var event = message(20_001, "hello");

    assertThat(HistoryRows.message(event))
        .isEqualTo(
            Row.of(
                HistoryRows.MESSAGE,
                CONVERSATION,
                2L,
                20_001L,
                event.toByteString().asReadOnlyByteBuffer(),
                20_001L));
  }

  @Test
  void theHeadIsWrittenAtItsSeq() {
    var event = message(7, "hello");

    assertThat(HistoryRows.head(event).values())
        .containsExactly(CONVERSATION, 7L, 6L, event.getTime(), 3, false, 7L);
  }

  @Test
  void onlyTheFirstEventTellsKindAndName() {
    assertThat(HistoryRows.beginning(message(7, "hello"))).isEmpty();
    assertThat(HistoryRows.beginning(directOpened(1, ANN, BOB)))
        .containsExactly(Row.of(HistoryRows.DIRECT_HEAD, CONVERSATION, HistoryRows.DIRECT, 1L));
    assertThat(HistoryRows.beginning(created("friends", ANN, BOB)))
        .containsExactly(
            Row.of(HistoryRows.GROUP_HEAD, CONVERSATION, HistoryRows.GROUP, "friends", 1L));
  }
}
