package dev.rivulet.gateway.command;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.topic.Service;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Makes commands of client frames, field by field: the actor comes from the verified token and
/// never from the frame.
public final class SendCommands {
  private final Origin origin;
  private final MediaTickets tickets;

  public SendCommands(UUID instance, MediaTickets tickets) {
    this.tickets = tickets;
    this.origin =
        Origin.newBuilder()
            .setService(Service.EDGE_GATEWAY.text())
            .setInstance(instance.toString())
            .build();
  }

  /// Empty if a ticket is not valid for the actor.
  public Optional<Command> of(Actor actor, ClientFrame.Send send) {
    return tickets
        .facts(Ids.uuid(actor.getUser()), send.media())
        .map(attachments -> of(actor, send, attachments));
  }

  private Command of(Actor actor, ClientFrame.Send send, List<Attachment> attachments) {
    var content =
        Content.newBuilder()
            .setContent(ByteString.copyFromUtf8(send.text()))
            .setReplyTo(send.replyTo())
            .addAllAttachments(attachments);
    send.mentions().forEach(it -> content.addMentions(Ids.bytes(it)));
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
