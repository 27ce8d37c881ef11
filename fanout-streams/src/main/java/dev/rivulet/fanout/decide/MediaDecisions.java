package dev.rivulet.fanout.decide;

import com.google.protobuf.UnknownFieldSet;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Content;
import java.util.Optional;

/// What a message carries. The gateway has verified the tickets; that they are the actor's own and
/// still in time is decided here, by the log's time, so that a replay decides the same whatever has
/// become of keys and clocks.
final class MediaDecisions {
  private MediaDecisions() {}

  /// Whether the media may be sent now.
  static Optional<RefusalCode> wrongToSend(Content content, Draft draft) {
    if (!draft.rules().carriesMedia()) {
      return Optional.empty();
    }
    var wrong = wrongToKeep(content, draft);
    boolean expired =
        content.getAttachmentsList().stream().anyMatch(it -> draft.time() >= it.getExpires());
    return wrong.isEmpty() && expired ? Optional.of(RefusalCode.TICKET_EXPIRED) : wrong;
  }

  /// Whether a message may carry these whose time was asked for when it was sent: what is edited
  /// keeps its media.
  static Optional<RefusalCode> wrongToKeep(Content content, Draft draft) {
    var rules = draft.rules();
    if (!rules.carriesMedia()) {
      return Optional.empty();
    }
    if (content.getAttachmentsCount() > rules.mediaMax()) {
      return Optional.of(RefusalCode.TOO_LARGE);
    }
    boolean good =
        content.getMediaCount() == 0
            && content.getAttachmentsList().stream().allMatch(it -> mayCarry(it, draft));
    return good ? Optional.empty() : Optional.of(RefusalCode.BAD_TICKET);
  }

  private static boolean mayCarry(Attachment facts, Draft draft) {
    return facts.getId().size() == Ids.BYTES
        && facts.getOwner().equals(draft.actor())
        && facts.getSerializedSize() <= draft.rules().mediaFactsBytesMax();
  }

  /// Without what the rule set does not know, and without fields of a newer schema: what was not
  /// checked must not become history.
  static Content plain(Content content, RuleSet rules) {
    var plain = content.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    plain.clearAttachments();
    if (rules.carriesMedia()) {
      for (var facts : content.getAttachmentsList()) {
        plain.addAttachments(
            facts.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()));
      }
    }
    return plain.build();
  }
}
