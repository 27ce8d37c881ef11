package dev.rivulet.gateway.command;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.topic.Service;
import java.util.UUID;

/// Makes commands of client frames, field by field: the actor comes from the verified token and
/// never from the frame.
public final class SendCommands {
  private final Origin origin;

  public SendCommands(UUID instance) {
    this.origin =
        Origin.newBuilder()
            .setService(Service.EDGE_GATEWAY.text())
            .setInstance(instance.toString())
            .build();
  }

  public Command of(Actor actor, ClientFrame.Send send) {
    var content =
        Content.newBuilder()
            .setContent(ByteString.copyFromUtf8(send.text()))
            .setReplyTo(send.replyTo());
    send.mentions().forEach(it -> content.addMentions(Ids.bytes(it)));
    send.media().forEach(it -> content.addMedia(Ids.bytes(it)));
    return Command.newBuilder()
        .setConversation(Ids.bytes(send.conversation()))
        .setActor(actor)
        .setOrigin(origin)
        .setClientMessageId(send.id())
        .setN(send.n())
        .setSendMessage(SendMessage.newBuilder().setContent(content))
        .build();
  }
}
