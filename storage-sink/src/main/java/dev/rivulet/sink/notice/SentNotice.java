package dev.rivulet.sink.notice;

import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Sent;
import java.util.Optional;

/// What the sender of a stored event is told.
public final class SentNotice {
  private SentNotice() {}

  /// Nothing for an event that no device waits for.
  public static Optional<Notice> of(Event event) {
    if (event.getDevice().isEmpty() || event.getClientMessageId().isEmpty()) {
      return Optional.empty();
    }
    var sent =
        Sent.newBuilder()
            .setConversation(event.getConversation())
            .setClientMessageId(event.getClientMessageId())
            .setN(event.getN())
            .setSeq(event.getSeq());
    return Optional.of(
        Notice.newBuilder()
            .setUser(event.getUser())
            .setDevice(event.getDevice())
            .setSent(sent)
            .build());
  }
}
