package dev.rivulet.sink.notice;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.CONVERSATION;
import static dev.rivulet.sink.TestEvents.DEVICE;
import static dev.rivulet.sink.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.id.Ids;
import org.junit.jupiter.api.Test;

class SentNoticeTest {
  @Test
  void theSendingDeviceIsTold() {
    var notice = SentNotice.of(message(7, "hello")).orElseThrow();

    assertThat(notice.getUser()).isEqualTo(Ids.bytes(ANN));
    assertThat(notice.getDevice()).isEqualTo(Ids.bytes(DEVICE));
    assertThat(notice.getSent().getConversation()).isEqualTo(Ids.bytes(CONVERSATION));
    assertThat(notice.getSent().getClientMessageId()).isEqualTo("m7");
    assertThat(notice.getSent().getN()).isEqualTo(7);
    assertThat(notice.getSent().getSeq()).isEqualTo(7);
  }

  @Test
  void nobodyIsToldWhatNoDeviceWaitsFor() {
    assertThat(SentNotice.of(message(7, "hello").toBuilder().clearDevice().build())).isEmpty();
    assertThat(SentNotice.of(message(7, "hello").toBuilder().clearClientMessageId().build()))
        .isEmpty();
  }
}
