package dev.rivulet.api.conversation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.history.History;
import dev.rivulet.api.history.StoredEvent;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DeleteMessage;
import dev.rivulet.contracts.log.EditMessage;
import dev.rivulet.contracts.log.React;
import dev.rivulet.contracts.log.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is done to a message: edits, deletions and reactions.
///
/// The decider keeps no messages, so author and time are read here from what is stored; a message
/// that the asker may not see looks like one that does not exist.
final class MessageResource {
  private final History history;
  private final CommandRequests requests;

  record EditBody(@Nullable String text) {}

  MessageResource(History history, CommandRequests requests) {
    this.history = history;
    this.requests = requests;
  }

  void routes(Router router, Authentication authentication) {
    String message = "/v1/conversations/{id}/messages/{seq}";
    String reaction = message + "/reactions/{emoji}";
    router
        .patch(message, authentication.required(this::edit))
        .delete(message, authentication.required(this::delete))
        .put(reaction, authentication.required((caller, it) -> react(caller, it, false)))
        .delete(reaction, authentication.required((caller, it) -> react(caller, it, true)));
  }

  private Reply edit(Caller caller, Request request) {
    ByteString text = text(Request.required(request.body(EditBody.class).text(), "text"));
    return change(
        caller,
        request,
        (stored, command) ->
            command.setEditMessage(
                EditMessage.newBuilder()
                    .setTarget(target(present(stored)))
                    // What the message replies to, mentions and carries stays.
                    .setContent(stored.content().toBuilder().setContent(text))));
  }

  private Reply delete(Caller caller, Request request) {
    return change(
        caller,
        request,
        (stored, command) ->
            command.setDeleteMessage(
                DeleteMessage.newBuilder().setTarget(target(stored)).addAllMedia(media(stored))));
  }

  private Reply react(Caller caller, Request request, boolean remove) {
    String emoji = emoji(request.text("emoji"));
    return change(
        caller,
        request,
        (stored, command) ->
            command.setReact(
                React.newBuilder()
                    .setTarget(target(present(stored)))
                    .setEmoji(emoji)
                    .setRemove(remove)));
  }

  /// Sets a command's body by the message that it names.
  private interface Change {
    void set(StoredEvent stored, Command.Builder command);
  }

  private Reply change(Caller caller, Request request, Change change) {
    UUID conversation = request.id("id", Problem::unknownConversation);
    long seq = request.wholeNumber("seq", () -> Problem.of(404, "unknown-message"));
    Consumer<Command.Builder> body =
        command -> change.set(history.message(caller.user(), conversation, seq), command);
    return requests.accept(caller, request, conversation, body);
  }

  /// To delete what is deleted is no mistake: the answer to the first request may have been lost.
  private static StoredEvent present(StoredEvent stored) {
    if (stored.isDeleted()) {
      throw Problem.of(404, "unknown-message");
    }
    return stored;
  }

  private static Target target(StoredEvent stored) {
    return Target.newBuilder()
        .setSeq(stored.event().getSeq())
        .setAuthor(stored.event().getUser())
        .setTime(stored.event().getTime())
        .build();
  }

  private static List<ByteString> media(StoredEvent stored) {
    return stored.event().getMessage().getAttachmentsList().stream()
        .map(Attachment::getId)
        .toList();
  }

  private static ByteString text(String text) {
    if (text.isEmpty()) {
      throw Problem.unprocessable("empty", "a message has text; delete it to take it away");
    }
    ByteString bytes = ByteString.copyFromUtf8(text);
    if (bytes.size() > Bounds.CONTENT_BYTES_MAX) {
      throw Problem.unprocessable("too-large", "at most " + Bounds.CONTENT_BYTES_MAX + " bytes");
    }
    return bytes;
  }

  private static String emoji(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1
        || bytes > Bounds.EMOJI_BYTES_MAX
        || text.chars().anyMatch(it -> Character.isISOControl(it) || it == 0xfffd)) {
      throw Problem.unprocessable(
          "invalid-emoji", "a reaction has 1 to %d bytes".formatted(Bounds.EMOJI_BYTES_MAX));
    }
    return text;
  }
}
