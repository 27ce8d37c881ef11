package dev.rivulet.contracts.frame;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Events to and from the messages of `rivulet.v1+proto`, field by field.
final class ProtoEvents {
  private ProtoEvents() {}

  static dev.rivulet.contracts.frame.proto.ConversationEvent encode(ConversationEvent event) {
    var out =
        dev.rivulet.contracts.frame.proto.ConversationEvent.newBuilder()
            .setConversation(Ids.bytes(event.conversation()))
            .setSeq(event.seq())
            .setKind(event.kind())
            .setCount(event.count())
            .setTime(event.time());
    set(event.user(), id -> out.setUser(Ids.bytes(id)));
    set(event.device(), id -> out.setDevice(Ids.bytes(id)));
    set(event.id(), out::setId);
    set(event.n(), out::setN);
    set(event.text(), out::setText);
    set(event.replyTo(), out::setReplyTo);
    event.mentions().forEach(id -> out.addMentions(Ids.bytes(id)));
    event.media().forEach(medium -> out.addMedia(attachment(medium)));
    set(event.name(), out::setName);
    event.members().forEach(id -> out.addMembers(Ids.bytes(id)));
    set(event.change(), change -> out.setChange(change(change)));
    set(event.state(), state -> out.setState(state(state)));
    return out.build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  private static dev.rivulet.contracts.frame.proto.ConversationEvent.Attachment attachment(
      ConversationEvent.Attachment medium) {
    var out =
        dev.rivulet.contracts.frame.proto.ConversationEvent.Attachment.newBuilder()
            .setId(Ids.bytes(medium.id()))
            .setType(medium.type())
            .setSize(medium.size());
    set(medium.width(), out::setWidth);
    set(medium.height(), out::setHeight);
    set(medium.duration(), out::setDuration);
    set(medium.placeholder(), out::setPlaceholder);
    set(medium.name(), out::setName);
    return out.build();
  }

  private static dev.rivulet.contracts.frame.proto.ConversationEvent.Change change(
      ConversationEvent.Change change) {
    var out = dev.rivulet.contracts.frame.proto.ConversationEvent.Change.newBuilder();
    set(change.seq(), out::setSeq);
    set(change.emoji(), out::setEmoji);
    set(change.removed(), out::setRemoved);
    set(change.role(), out::setRole);
    set(change.picture(), id -> out.setPicture(Ids.bytes(id)));
    set(change.fromTheStart(), out::setFromTheStart);
    set(change.muted(), out::setMuted);
    set(change.blocked(), out::setBlocked);
    set(change.visibleFrom(), out::setVisibleFrom);
    return out.build();
  }

  private static dev.rivulet.contracts.frame.proto.ConversationEvent.State state(
      ConversationEvent.State state) {
    var out = dev.rivulet.contracts.frame.proto.ConversationEvent.State.newBuilder();
    set(state.edited(), out::setEdited);
    set(state.deleted(), out::setDeleted);
    for (var one : state.reactions()) {
      out.addReactionsBuilder().setEmoji(one.emoji()).setCount(one.count()).setMine(one.mine());
    }
    return out.build();
  }

  static ConversationEvent decode(dev.rivulet.contracts.frame.proto.ConversationEvent in) {
    return new ConversationEvent(
        Ids.uuid(in.getConversation()),
        in.getSeq(),
        in.getKind(),
        in.getCount(),
        in.getTime(),
        in.hasUser() ? Ids.uuid(in.getUser()) : null,
        in.hasDevice() ? Ids.uuid(in.getDevice()) : null,
        in.hasId() ? in.getId() : null,
        in.hasN() ? in.getN() : null,
        in.hasText() ? in.getText() : null,
        in.hasReplyTo() ? in.getReplyTo() : null,
        ids(in.getMentionsList()),
        in.getMediaList().stream().map(ProtoEvents::attachment).toList(),
        in.hasName() ? in.getName() : null,
        ids(in.getMembersList()),
        in.hasChange() ? change(in.getChange()) : null,
        in.hasState() ? state(in.getState()) : null);
  }

  private static List<UUID> ids(List<ByteString> all) {
    return all.stream().map(Ids::uuid).toList();
  }

  private static ConversationEvent.Attachment attachment(
      dev.rivulet.contracts.frame.proto.ConversationEvent.Attachment in) {
    return new ConversationEvent.Attachment(
        Ids.uuid(in.getId()),
        in.getType(),
        in.getSize(),
        in.hasWidth() ? in.getWidth() : null,
        in.hasHeight() ? in.getHeight() : null,
        in.hasDuration() ? in.getDuration() : null,
        in.hasPlaceholder() ? in.getPlaceholder() : null,
        in.hasName() ? in.getName() : null);
  }

  private static ConversationEvent.Change change(
      dev.rivulet.contracts.frame.proto.ConversationEvent.Change in) {
    return new ConversationEvent.Change(
        in.hasSeq() ? in.getSeq() : null,
        in.hasEmoji() ? in.getEmoji() : null,
        in.hasRemoved() ? in.getRemoved() : null,
        in.hasRole() ? in.getRole() : null,
        in.hasPicture() ? Ids.uuid(in.getPicture()) : null,
        in.hasFromTheStart() ? in.getFromTheStart() : null,
        in.hasMuted() ? in.getMuted() : null,
        in.hasBlocked() ? in.getBlocked() : null,
        in.hasVisibleFrom() ? in.getVisibleFrom() : null);
  }

  private static ConversationEvent.State state(
      dev.rivulet.contracts.frame.proto.ConversationEvent.State in) {
    return new ConversationEvent.State(
        in.hasEdited() ? in.getEdited() : null,
        in.hasDeleted() ? in.getDeleted() : null,
        in.getReactionsList().stream()
            .map(
                one ->
                    new ConversationEvent.Reaction(one.getEmoji(), one.getCount(), one.getMine()))
            .toList());
  }
}
