package dev.rivulet.gateway.delivery;

import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Duplicate;
import dev.rivulet.contracts.log.MessageStatus;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Refused;
import dev.rivulet.contracts.log.Sent;
import dev.rivulet.contracts.log.Status;
import dev.rivulet.contracts.log.Watermark;
import dev.rivulet.contracts.log.Writing;
import java.util.Optional;
import java.util.UUID;

/// Notices as clients see them, copied field by field.
final class NoticeFrames {
  private NoticeFrames() {}

  /// Empty for a kind that this version does not know.
  static Optional<ServerFrame> frame(Notice notice) {
    return switch (notice.getBodyCase()) {
      case SENT -> Optional.of(sent(notice.getSent()));
      case DUPLICATE -> Optional.of(duplicate(notice.getDuplicate()));
      case REFUSED -> Optional.of(refused(notice.getRefused()));
      case STATUS -> Optional.of(status(notice.getStatus()));
      case WATERMARK -> Optional.of(watermark(notice.getWatermark()));
      case WRITING -> Optional.of(writing(notice.getWriting()));
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

  private static ServerFrame status(Status status) {
    UUID conversation = Ids.uuid(status.getConversation());
    if (status.hasOther()) {
      var other = status.getOther();
      return new ServerFrame.Status(conversation, other.getDelivered(), other.getRead(), null);
    }
    var messages = status.getMessagesList().stream().map(NoticeFrames::messageStatus).toList();
    return new ServerFrame.Status(conversation, null, null, messages);
  }

  private static ServerFrame.MessageStatus messageStatus(MessageStatus of) {
    return new ServerFrame.MessageStatus(of.getSeq(), of.getDelivered(), of.getRead(), of.getOf());
  }

  private static ServerFrame watermark(Watermark watermark) {
    var own = watermark.getOwn();
    return new ServerFrame.Watermark(
        Ids.uuid(watermark.getConversation()),
        own.getDelivered(),
        own.getRead(),
        watermark.getReadCount());
  }

  private static ServerFrame writing(Writing writing) {
    return new ServerFrame.Writing(
        Ids.uuid(writing.getConversation()), Ids.uuid(writing.getUser()));
  }
}
