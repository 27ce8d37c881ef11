package dev.rivulet.contracts.frame;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.frame.FrameCodec.Decoded;
import dev.rivulet.contracts.frame.proto.ClientMessage;
import dev.rivulet.contracts.id.Ids;
import java.util.List;
import java.util.UUID;

/// A client's frames to and from the messages of `rivulet.v1+proto`, field by field.
final class ProtoClientFrames {
  private ProtoClientFrames() {}

  static ClientMessage encode(ClientFrame frame) {
    var message = ClientMessage.newBuilder();
    switch (frame) {
      case ClientFrame.Attach it ->
          message.getAttachBuilder().setToken(it.token()).setConnection(it.connection());
      case ClientFrame.Token it -> message.getTokenBuilder().setToken(it.token());
      case ClientFrame.Send it -> message.setSend(send(it));
      case ClientFrame.Delivered it ->
          message
              .getDeliveredBuilder()
              .setConversation(Ids.bytes(it.conversation()))
              .setUpTo(it.upTo());
      case ClientFrame.Read it ->
          message.getReadBuilder().setConversation(Ids.bytes(it.conversation())).setUpTo(it.upTo());
      case ClientFrame.Watch it ->
          message.getWatchBuilder().addAllUsers(it.users().stream().map(Ids::bytes).toList());
      case ClientFrame.Typing it ->
          message.getTypingBuilder().setConversation(Ids.bytes(it.conversation()));
      case ClientFrame.Ping ping -> message.setPing(ClientMessage.Ping.getDefaultInstance());
    }
    return message.build();
  }

  private static ClientMessage.Send send(ClientFrame.Send it) {
    return ClientMessage.Send.newBuilder()
        .setConversation(Ids.bytes(it.conversation()))
        .setId(it.id())
        .setN(it.n())
        .setText(it.text())
        .setReplyTo(it.replyTo())
        .addAllMentions(it.mentions().stream().map(Ids::bytes).toList())
        .addAllMedia(it.media())
        .build();
  }

  static Decoded decode(byte[] bytes) {
    try {
      return decode(ClientMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException notProtobuf) {
      return new Decoded.Bad("not protobuf");
    } catch (IllegalArgumentException wrongField) {
      // Our own words, meant for a client.
      return new Decoded.Bad(String.valueOf(wrongField.getMessage()));
    }
  }

  private static Decoded decode(ClientMessage message) {
    return switch (message.getFrameCase()) {
      case ATTACH -> {
        var it = message.getAttach();
        yield frame(new ClientFrame.Attach(text(it.getToken(), "token"), it.getConnection()));
      }
      case TOKEN -> frame(new ClientFrame.Token(text(message.getToken().getToken(), "token")));
      case SEND -> frame(send(message.getSend()));
      case DELIVERED -> {
        var it = message.getDelivered();
        yield frame(new ClientFrame.Delivered(conversation(it.getConversation()), it.getUpTo()));
      }
      case READ -> {
        var it = message.getRead();
        yield frame(new ClientFrame.Read(conversation(it.getConversation()), it.getUpTo()));
      }
      case WATCH -> frame(new ClientFrame.Watch(ids(message.getWatch().getUsersList(), "users")));
      case TYPING ->
          frame(new ClientFrame.Typing(conversation(message.getTyping().getConversation())));
      case PING -> frame(new ClientFrame.Ping());
      case FRAME_NOT_SET -> {
        var unknown = message.getUnknownFields().asMap();
        yield unknown.isEmpty()
            ? new Decoded.Bad("type is missing")
            : new Decoded.UnknownType(String.valueOf(unknown.keySet().iterator().next()));
      }
    };
  }

  /// Without text and without media the text is missing, as in JSON.
  private static ClientFrame.Send send(ClientMessage.Send it) {
    if (!it.hasText() && it.getMediaCount() == 0) {
      throw new IllegalArgumentException("text is missing");
    }
    return new ClientFrame.Send(
        conversation(it.getConversation()),
        text(it.getId(), "id"),
        it.getN(),
        it.getText(),
        it.getReplyTo(),
        ids(it.getMentionsList(), "mentions"),
        it.getMediaList());
  }

  private static Decoded frame(ClientFrame frame) {
    return new Decoded.Frame(frame);
  }

  private static String text(String text, String field) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return text;
  }

  private static UUID conversation(ByteString bytes) {
    return id(bytes, "conversation");
  }

  private static List<UUID> ids(List<ByteString> all, String field) {
    return all.stream().map(bytes -> id(bytes, field)).toList();
  }

  private static UUID id(ByteString bytes, String field) {
    if (bytes.isEmpty()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return Ids.uuid(bytes);
  }
}
