package dev.rivulet.sink.media;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.deleted;
import static dev.rivulet.sink.TestEvents.edited;
import static dev.rivulet.sink.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.sink.store.Row;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaRowsTest {
  private static final UUID PHOTO = new UUID(0x4000, 1);
  private static final UUID SONG = new UUID(0x4000, 2);

  @Test
  void aMessageRefersToEachMediumThatItCarries() {
    assertThat(MediaRows.of(carrying(7, PHOTO, SONG)))
        .containsExactly(
            Row.of(MediaRows.REFERENCE, PHOTO, CONVERSATION, 7L, true, 7L),
            Row.of(MediaRows.REFERENCE, SONG, CONVERSATION, 7L, true, 7L));
  }

  @Test
  void aDeletionTakesTheReferencesBackAndSaysOnItsDayThatTheyMayGo() {
    var event = deleted(9, 7).toBuilder().setTime(86_400_000L * 20_000 + 5);
    event.getMessageDeletedBuilder().addMedia(Ids.bytes(PHOTO));

    assertThat(MediaRows.of(event.build()))
        .containsExactly(
            Row.of(MediaRows.REFERENCE, PHOTO, CONVERSATION, 7L, false, 9L),
            Row.of(MediaRows.RELEASED, 20_000, PHOTO, CONVERSATION, 7L, 9L));
  }

  @Test
  void whatCarriesNothingLeavesNoRows() {
    assertThat(MediaRows.of(message(7, "text"))).isEmpty();
    assertThat(MediaRows.of(deleted(9, 7))).isEmpty();
    assertThat(MediaRows.of(edited(9, 7, "text"))).isEmpty();
  }

  private static Event carrying(long seq, UUID... media) {
    var event = message(seq, "text").toBuilder();
    for (var id : media) {
      event
          .getMessageBuilder()
          .addAttachments(
              Attachment.newBuilder().setId(Ids.bytes(id)).setOwner(Ids.bytes(ANN)).setSize(1));
    }
    return event.build();
  }
}
