package dev.rivulet.contracts.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.frame.proto.ServerMessage;
import dev.rivulet.contracts.id.Ids;
import java.util.Optional;

/// The gateway's frames to and from the messages of `rivulet.v1+proto`, field by field.
final class ProtoServerFrames {
  private ProtoServerFrames() {}

  static ServerMessage encode(ServerFrame frame) {
    var message = ServerMessage.newBuilder();
    switch (frame) {
      case ServerFrame.Attached it ->
          message.getAttachedBuilder().setSession(Ids.bytes(it.session())).setCursor(it.cursor());
      case ServerFrame.Ack it ->
          message
              .getAckBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setId(it.id())
              .setN(it.n());
      case ServerFrame.Event it -> message.setEvent(ProtoEvents.encode(it.event()));
      case ServerFrame.Sent it ->
          message
              .getSentBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setId(it.id())
              .setN(it.n())
              .setSeq(it.seq());
      case ServerFrame.Duplicate it ->
          message
              .getDuplicateBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setId(it.id())
              .setN(it.n())
              .setSeq(it.seq());
      case ServerFrame.Refused it -> message.setRefused(refused(it));
      case ServerFrame.Status it -> message.setStatus(status(it));
      case ServerFrame.Watermark it ->
          message
              .getWatermarkBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setDelivered(it.delivered())
              .setRead(it.read())
              .setReadCount(it.readCount());
      case ServerFrame.Presence it -> message.setPresence(presence(it));
      case ServerFrame.Writing it ->
          message
              .getWritingBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setUser(Ids.bytes(it.user()));
      case ServerFrame.CursorAt it -> message.getCursorBuilder().setCursor(it.cursor());
      case ServerFrame.Reconnect it -> message.getReconnectBuilder().setAfter(it.after());
      case ServerFrame.Pong pong -> message.setPong(ServerMessage.Pong.getDefaultInstance());
    }
    return message.build();
  }

  private static ServerMessage.Refused refused(ServerFrame.Refused it) {
    var refused = ServerMessage.Refused.newBuilder().setCode(it.code());
    if (it.conversation() != null) {
      refused.setConversation(Ids.bytes(it.conversation()));
    }
    if (it.id() != null) {
      refused.setId(it.id());
    }
    if (it.n() != null) {
      refused.setN(it.n());
    }
    if (it.next() != null) {
      refused.setNext(it.next());
    }
    if (it.detail() != null) {
      refused.setDetail(it.detail());
    }
    return refused.build();
  }

  private static ServerMessage.Status status(ServerFrame.Status it) {
    var status = ServerMessage.Status.newBuilder().setConversation(Ids.bytes(it.conversation()));
    if (it.delivered() != null) {
      status.setDelivered(it.delivered());
    }
    if (it.read() != null) {
      status.setRead(it.read());
    }
    if (it.messages() != null) {
      for (var one : it.messages()) {
        status
            .addMessagesBuilder()
            .setSeq(one.seq())
            .setDelivered(one.delivered())
            .setRead(one.read())
            .setOf(one.of());
      }
    }
    return status.build();
  }

  private static ServerMessage.Presence presence(ServerFrame.Presence it) {
    var presence = ServerMessage.Presence.newBuilder();
    for (var one : it.users()) {
      var user = presence.addUsersBuilder().setUser(Ids.bytes(one.user())).setOnline(one.online());
      if (one.lastSeen() != null) {
        user.setLastSeen(one.lastSeen());
      }
    }
    return presence.build();
  }

  /// Empty for a frame of a later version.
  ///
  /// @throws IllegalArgumentException if an id in it is none
  static Optional<ServerFrame> decode(byte[] bytes) throws InvalidProtocolBufferException {
    var message = ServerMessage.parseFrom(bytes);
    return Optional.ofNullable(
        switch (message.getFrameCase()) {
          case ATTACHED -> {
            var it = message.getAttached();
            yield new ServerFrame.Attached(Ids.uuid(it.getSession()), it.getCursor());
          }
          case ACK -> {
            var it = message.getAck();
            yield new ServerFrame.Ack(Ids.uuid(it.getConversation()), it.getId(), it.getN());
          }
          case EVENT -> new ServerFrame.Event(ProtoEvents.decode(message.getEvent()));
          case SENT -> {
            var it = message.getSent();
            yield new ServerFrame.Sent(
                Ids.uuid(it.getConversation()), it.getId(), it.getN(), it.getSeq());
          }
          case DUPLICATE -> {
            var it = message.getDuplicate();
            yield new ServerFrame.Duplicate(
                Ids.uuid(it.getConversation()), it.getId(), it.getN(), it.getSeq());
          }
          case REFUSED -> refused(message.getRefused());
          case STATUS -> status(message.getStatus());
          case WATERMARK -> {
            var it = message.getWatermark();
            yield new ServerFrame.Watermark(
                Ids.uuid(it.getConversation()), it.getDelivered(), it.getRead(), it.getReadCount());
          }
          case PRESENCE -> presence(message.getPresence());
          case WRITING -> {
            var it = message.getWriting();
            yield new ServerFrame.Writing(Ids.uuid(it.getConversation()), Ids.uuid(it.getUser()));
          }
          case CURSOR -> new ServerFrame.CursorAt(message.getCursor().getCursor());
          case RECONNECT -> new ServerFrame.Reconnect(message.getReconnect().getAfter());
          case PONG -> new ServerFrame.Pong();
          case FRAME_NOT_SET -> null;
        });
  }

  private static ServerFrame.Refused refused(ServerMessage.Refused it) {
    return new ServerFrame.Refused(
        it.hasConversation() ? Ids.uuid(it.getConversation()) : null,
        it.hasId() ? it.getId() : null,
        it.hasN() ? it.getN() : null,
        it.getCode(),
        it.hasNext() ? it.getNext() : null,
        it.hasDetail() ? it.getDetail() : null);
  }

  private static ServerFrame.Status status(ServerMessage.Status it) {
    var messages =
        it.getMessagesList().stream()
            .map(
                one ->
                    new ServerFrame.MessageStatus(
                        one.getSeq(), one.getDelivered(), one.getRead(), one.getOf()))
            .toList();
    return new ServerFrame.Status(
        Ids.uuid(it.getConversation()),
        it.hasDelivered() ? it.getDelivered() : null,
        it.hasRead() ? it.getRead() : null,
        messages.isEmpty() ? null : messages);
  }

  private static ServerFrame.Presence presence(ServerMessage.Presence it) {
    return new ServerFrame.Presence(
        it.getUsersList().stream()
            .map(
                one ->
                    new ServerFrame.UserPresence(
                        Ids.uuid(one.getUser()),
                        one.getOnline(),
                        one.hasLastSeen() ? one.getLastSeen() : null))
            .toList());
  }
}
