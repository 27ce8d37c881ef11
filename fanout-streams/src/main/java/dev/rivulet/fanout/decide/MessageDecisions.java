package dev.rivulet.fanout.decide;

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
    var wrong = wrong(content, draft).or(() -> MediaDecisions.wrongToSend(content, draft));
    return wrong.isPresent()
        ? draft.refuse(wrong.get())
        : draft.accept(event -> event.setMessage(MediaDecisions.plain(content, draft.rules())));
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
    var content = edit.getContent();
    var wrong = wrong(content, draft).or(() -> MediaDecisions.wrongToKeep(content, draft));
    var edited =
        MessageEdited.newBuilder()
            .setSeq(target.getSeq())
            .setContent(MediaDecisions.plain(content, draft.rules()));
    return wrong.isPresent()
        ? draft.refuse(wrong.get())
        : draft.accept(event -> event.setMessageEdited(edited));
  }

  static Decision delete(Draft draft) {
    var delete = draft.command().getDeleteMessage();
    var target = delete.getTarget();
    if (!draft.sees(target.getSeq()) || !mayDelete(target, draft)) {
      return draft.refuse(RefusalCode.NOT_ALLOWED);
    }
    if (delete.getMediaCount() > draft.rules().mediaMax()) {
      return draft.refuse(RefusalCode.TOO_LARGE);
    }
    var deleted =
        MessageDeleted.newBuilder().setSeq(target.getSeq()).addAllMedia(delete.getMediaList());
    return draft.accept(event -> event.setMessageDeleted(deleted));
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
    int carried = rules.carriesMedia() ? content.getAttachmentsCount() : content.getMediaCount();
    if (content.getContent().isEmpty() && carried == 0) {
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
}
