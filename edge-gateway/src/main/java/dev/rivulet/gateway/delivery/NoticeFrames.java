package dev.rivulet.gateway.delivery;

import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Duplicate;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Refused;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.gateway.websocket.Frames;
import java.util.Optional;
import java.util.UUID;

/// Notices as clients see them, copied field by field.
final class NoticeFrames {
  private NoticeFrames() {}

  /// Empty for a kind that this version does not know.
  static Optional<byte[]> frame(Notice notice) {
    return switch (notice.getBodyCase()) {
      case SENT -> Optional.of(encode(sent(notice.getSent())));
      case DUPLICATE -> Optional.of(encode(duplicate(notice.getDuplicate())));
      case REFUSED -> Optional.of(encode(refused(notice.getRefused())));
      case BODY_NOT_SET -> Optional.empty();
    };
  }

  private static ServerFrame sent(Sent sent) {
    UUID conversation = Ids.uuid(sent.getConversation());
    return new ServerFrame.Sent(
        conversation, sent.getClientMessageId(), sent.getN(), sent.getSeq());
  }

  private static ServerFrame duplicate(Duplicate duplicate) {
    UUID conversation = Ids.uuid(duplicate.getConversation());
    return new ServerFrame.Duplicate(
        conversation, duplicate.getClientMessageId(), duplicate.getN(), duplicate.getSeq());
  }

  private static ServerFrame refused(Refused refused) {
    UUID conversation = Ids.uuid(refused.getConversation());
    Long next = refused.getNext() == 0 ? null : refused.getNext();
    return new ServerFrame.Refused(
        conversation, refused.getClientMessageId(), refused.getN(), refused.getCode(), next, null);
  }

  private static byte[] encode(ServerFrame frame) {
    return Frames.text(FrameCodec.encode(frame));
  }
}
