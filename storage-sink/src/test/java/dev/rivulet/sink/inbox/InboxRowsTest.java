package dev.rivulet.sink.inbox;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.left;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.muted;
import static dev.rivulet.sink.TestEvents.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.membership.MembershipRows;
import dev.rivulet.sink.store.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxRowsTest {
  private static final long TIME = Duration.ofDays(20_000).plusMillis(5).toMillis();
  private static final InboxRows.Place PLACE = new InboxRows.Place(-7, 5, 42, TIME);

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

  @Test
  void whatOnePersonAloneSeesIsInHisInboxHoweverBigTheConversation() {
    assertThat(InboxRows.of(to(big(muted(3, BOB, true)), BOB), PLACE))
        .extracting(row -> row.values().getFirst())
        .containsExactly(BOB);
  }

  @Test
  void theNewestEventOfABigConversationIsItsHeadInThePartition() {
    var heads = new BigHeadRows();
    heads.add(to(message(3, "small"), ANN), new InboxRows.Place(-7, 5, 41, TIME));
    heads.add(to(big(message(4, "a")), ANN), new InboxRows.Place(-7, 5, 42, TIME));
    heads.add(to(big(message(4, "a")), BOB), new InboxRows.Place(-7, 6, 12, TIME));
    heads.add(to(big(message(5, "b")), ANN), new InboxRows.Place(-7, 5, 44, TIME));
    heads.add(to(big(muted(6, ANN, true)), ANN), new InboxRows.Place(-7, 5, 45, TIME));

    assertThat(heads.rows())
        .containsExactly(
            Row.of(BigHeadRows.BIG_HEAD, 5, -7, CONVERSATION, 44L, 5L, 44L),
            Row.of(BigHeadRows.BIG_HEAD, 6, -7, CONVERSATION, 12L, 4L, 12L));
  }

  @Test
  void whatIsForOneAloneAndToldToAllMovesTheHead() {
    var heads = new BigHeadRows();
    var told = to(big(muted(6, ANN, true))).toBuilder().setByMembership(true).build();
    heads.add(told, new InboxRows.Place(-7, 5, 45, TIME));

    assertThat(InboxRows.of(told, PLACE)).isEmpty();
    assertThat(heads.rows())
        .containsExactly(Row.of(BigHeadRows.BIG_HEAD, 5, -7, CONVERSATION, 45L, 6L, 45L));
  }

  /// Of the record's own users: the others' come with their own records.
  @Test
  void membershipsAreStoredFromTheInboxAlsoWhileTheConversationIsSmall() {
    var event = added(3, BOB, CY);
    var rows = InboxPlan.of(List.of(new InboxPlan.Placed(to(event, ANN, CY), PLACE)));

    assertThat(rows)
        .filteredOn(row -> MembershipRows.KINDS.contains(row.kind()))
        .containsExactlyElementsOf(MembershipRows.of(event, Ids.bytes(CY)::equals))
        .hasSize(2);
  }

  private static Event big(Event event) {
    return event.toBuilder().setBig(true).build();
  }
}
