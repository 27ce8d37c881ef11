package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ConversationEvent.Attachment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CarryingTest {
  private static final UUID SOMEBODY = new UUID(1, 1);

  @Test
  void whatAMessageCarriesIsShownBehindItsText() {
    var photo = new Attachment(SOMEBODY, "image/webp", 70_123, 1600, 1200, null, "x", "beach.jpg");
    var song = new Attachment(SOMEBODY, "audio/mpeg", 3_400_000, null, null, 61_500L, null, null);

    assertThat(Deeds.message(message("look", photo, song)))
        .isEqualTo("look [beach.jpg, image/webp 1600x1200, 70 kB] [audio/mpeg 61 s, 3 MB]");
  }

  @Test
  void aMessageWithoutTextIsNotTakenForADeletedOne() {
    var file = new Attachment(SOMEBODY, "text/plain", 12, null, null, null, null, "a\u001b[2Jb");

    assertThat(Deeds.message(message(null, file))).isEqualTo("[a\u241b[2Jb, text/plain, 12 bytes]");
    assertThat(Deeds.message(message(null))).isEqualTo("(deleted)");
  }

  private static ConversationEvent message(@Nullable String text, Attachment... media) {
    return new ConversationEvent(
        SOMEBODY,
        7,
        ConversationEvent.MESSAGE,
        5,
        0,
        SOMEBODY,
        SOMEBODY,
        "m-1",
        1L,
        text,
        null,
        List.of(),
        List.of(media),
        null,
        List.of());
  }
}
