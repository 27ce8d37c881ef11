package dev.rivulet.sink.inbox;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.left;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.log.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboxRowsTest {
  private static final long TIME = Duration.ofDays(20_000).plusMillis(5).toMillis();
  private static final InboxRows.Place PLACE = new InboxRows.Place(-7, 42, TIME);

  @Test
  void eachRecipientGetsARowUnderTheDayAndPlaceOfTheRecord() {
    var event = message(3, "hello");
    var bytes = event.toByteString().asReadOnlyByteBuffer();

    assertThat(InboxRows.of(to(event, ANN, BOB), PLACE))
        .extracting(row -> row.values().toArray())
        .containsExactly(
            new Object[] {ANN, 20_000, -7, 42L, CONVERSATION, 3L, bytes, TIME * 1000},
            new Object[] {BOB, 20_000, -7, 42L, CONVERSATION, 3L, bytes, TIME * 1000});
  }

  @Test
  void aBigConversationIsNotCopied() {
    assertThat(InboxRows.of(to(big(message(3, "hello")), ANN, BOB), PLACE)).isEmpty();
  }

  @Test
  void whomABigConversationLetsInOrOutIsToldStill() {
    assertThat(InboxRows.of(to(big(added(3, CY)), ANN, BOB, CY), PLACE))
        .extracting(row -> row.values().getFirst())
        .containsExactly(CY);
    assertThat(InboxRows.of(to(big(left(4, BOB)), ANN, BOB), PLACE))
        .extracting(row -> row.values().getFirst())
        .containsExactly(BOB);
  }

  private static Event big(Event event) {
    return event.toBuilder().setBig(true).build();
  }
}
