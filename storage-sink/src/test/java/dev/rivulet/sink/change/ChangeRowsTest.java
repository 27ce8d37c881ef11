package dev.rivulet.sink.change;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.changed;
import static dev.rivulet.sink.TestEvents.closed;
import static dev.rivulet.sink.TestEvents.deleted;
import static dev.rivulet.sink.TestEvents.edited;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.reacted;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.sink.store.Row;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChangeRowsTest {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @Test
  void anEditIsWrittenAtItsOwnSeqOnTheMessageItNames() {
    var event = edited(10_007, 9_999, "new");

    assertThat(ChangeRows.of(event))
        .containsExactly(
            Row.of(
                ChangeRows.EDITED,
                CONVERSATION,
                0L,
                9_999L,
                event.toByteString().asReadOnlyByteBuffer(),
                10_007L));
  }

  @Test
  void aDeletionMarksTheMessageItNames() {
    assertThat(ChangeRows.of(deleted(8, 3)))
        .containsExactly(Row.of(ChangeRows.DELETED, CONVERSATION, 0L, 3L, 8L, 8L));
  }

  @Test
  void aReactionIsOneRowPerEmojiAndPersonWhetherItIsSetOrTakenBack() {
    assertThat(ChangeRows.of(reacted(8, 3, "+1", false)))
        .containsExactly(
            Row.of(ChangeRows.REACTED, CONVERSATION, 0L, 3L, "+1", ANN, true, NOTHING, 8L));
    assertThat(ChangeRows.of(reacted(9, 3, "+1", true)))
        .containsExactly(
            Row.of(ChangeRows.REACTED, CONVERSATION, 0L, 3L, "+1", ANN, false, NOTHING, 9L));
  }

  @Test
  void aReactionKeepsFromWhomItIsHidden() {
    var hidden = reacted(8, 3, "+1", false).toBuilder().setHiddenFrom(Ids.bytes(BOB)).build();

    assertThat(ChangeRows.of(hidden).getFirst().values())
        .contains(Ids.bytes(BOB).asReadOnlyByteBuffer());
  }

  @Test
  void onlyWhatAGroupChangesIsWritten() {
    assertThat(ChangeRows.of(changed(8, GroupChanged.newBuilder().setName("hikers"))))
        .containsExactly(Row.of(ChangeRows.NAMED, CONVERSATION, "hikers", 8L));
    var rest =
        GroupChanged.newBuilder()
            .setPicture(Ids.bytes(CY))
            .setHistory(HistoryVisibility.FROM_THE_START);
    assertThat(ChangeRows.of(changed(9, rest)))
        .containsExactly(
            Row.of(ChangeRows.PICTURED, CONVERSATION, Ids.bytes(CY).asReadOnlyByteBuffer(), 9L),
            Row.of(ChangeRows.OPENED_UP, CONVERSATION, true, 9L));
    var none = GroupChanged.newBuilder().setPicture(ByteString.EMPTY);
    assertThat(ChangeRows.of(changed(10, none)))
        .containsExactly(Row.of(ChangeRows.PICTURED, CONVERSATION, NOTHING, 10L));
    assertThat(ChangeRows.of(closed(11)))
        .containsExactly(Row.of(ChangeRows.CLOSED, CONVERSATION, 11L));
  }

  @Test
  void aMessageChangesNothing() {
    assertThat(ChangeRows.of(message(3, "hello"))).isEmpty();
  }
}
