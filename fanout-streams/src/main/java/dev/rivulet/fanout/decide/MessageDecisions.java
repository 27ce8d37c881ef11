package dev.rivulet.fanout.decide;

import com.google.protobuf.UnknownFieldSet;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.MessageDeleted;
import dev.rivulet.contracts.log.MessageEdited;
import dev.rivulet.contracts.log.Reacted;
import dev.rivulet.contracts.log.Target;
import dev.rivulet.fanout.decide.state.Head;
import java.util.Optional;

/// Messages and what is done to them. Author and time of the message that a change names come with
/// the command (see `Target`): keeping them here would make the state grow with every message.
final class MessageDecisions {
  private MessageDecisions() {}

  static Decision send(Draft draft) {
    var content = draft.command().getSendMessage().getContent();
    var wrong = wrong(content, draft);
    return wrong.isPresent()
        ? draft.refuse(wrong.get())
        : draft.accept(event -> event.setMessage(plain(content)));
  }

  static Decision edit(Draft draft) {
    var edit = draft.command().getEditMessage();
    var target = edit.getTarget();
    if (!draft.sees(target.getSeq()) || !target.getAuthor().equals(draft.actor())) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    if (draft.time() - target.getTime() > draft.rules().editWindow().toMillis()) {
      return draft.refuse(RefusalCode.TOO_LATE);
    }
    var wrong = wrong(edit.getContent(), draft);
    var edited =
        MessageEdited.newBuilder().setSeq(target.getSeq()).setContent(plain(edit.getContent()));
    return wrong.isPresent()
        ? draft.refuse(wrong.get())
        : draft.accept(event -> event.setMessageEdited(edited));
  }

  static Decision delete(Draft draft) {
    var target = draft.command().getDeleteMessage().getTarget();
    return draft.sees(target.getSeq()) && mayDelete(target, draft)
        ? draft.accept(
            event -> event.setMessageDeleted(MessageDeleted.newBuilder().setSeq(target.getSeq())))
        : draft.refuse(RefusalCode.NOT_ALLOWED);
  }

  private static boolean mayDelete(Target target, Draft draft) {
    boolean own = target.getAuthor().equals(draft.actor());
    return own || (draft.head().getKind() == Head.Kind.GROUP && draft.governs());
  }

  static Decision react(Draft draft) {
    var react = draft.command().getReact();
    if (react.getEmoji().isEmpty()) {
      return draft.refuse(RefusalCode.EMPTY);
    }
    if (react.getEmojiBytes().size() > draft.rules().emojiBytesMax()) {
      return draft.refuse(RefusalCode.TOO_LARGE);
    }
    long seq = react.getTarget().getSeq();
    var reacted =
        Reacted.newBuilder().setSeq(seq).setEmoji(react.getEmoji()).setRemoved(react.getRemove());
    return draft.sees(seq)
        ? draft.accept(event -> event.setReacted(reacted))
        : draft.refuse(RefusalCode.NOT_ALLOWED);
  }

  private static Optional<RefusalCode> wrong(Content content, Draft draft) {
    var rules = draft.rules();
    if (content.getContent().isEmpty() && content.getMediaCount() == 0) {
      return Optional.of(RefusalCode.EMPTY);
    }
    if (content.getContent().size() > rules.contentBytesMax()
        || content.getMentionsCount() > rules.mentionsMax()
        || content.getMediaCount() > rules.mediaMax()) {
      return Optional.of(RefusalCode.TOO_LARGE);
    }
    return content.getReplyTo() == 0 || draft.sees(content.getReplyTo())
        ? Optional.empty()
        : Optional.of(RefusalCode.NOT_ALLOWED);
  }

  /// Without fields of a newer schema: what was not checked must not become history.
  private static Content plain(Content content) {
    return content.getUnknownFields().getSerializedSize() == 0
        ? content
        : content.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance()).build();
  }
}
