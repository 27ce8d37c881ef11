package dev.rivulet.api.conversation;

import com.google.protobuf.ByteString;
import dev.rivulet.api.history.MemberRole;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.media.PicturePlace;
import dev.rivulet.api.media.Pictures;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Block;
import dev.rivulet.contracts.log.ChangeGroup;
import dev.rivulet.contracts.log.ChangeRole;
import dev.rivulet.contracts.log.CloseGroup;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.Mute;
import dev.rivulet.contracts.log.Role;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a conversation is kept: what its group is called and shows, who governs it, and what one
/// sets for oneself. Who may do so is decided behind the log.
final class SettingsResource {
  private final CommandRequests requests;
  private final Pictures pictures;

  record GroupBody(@Nullable String name, @Nullable String picture, @Nullable String history) {}

  record RoleBody(@Nullable String role) {}

  record MuteBody(@Nullable Boolean muted) {}

  record BlockBody(@Nullable Boolean blocked) {}

  SettingsResource(CommandRequests requests, Pictures pictures) {
    this.requests = requests;
    this.pictures = pictures;
  }

  void routes(Router router, Authentication authentication) {
    String one = "/v1/conversations/{id}";
    router
        .patch(one, authentication.required(this::change))
        .put(one + "/members/{user}/role", authentication.required(this::role))
        .post(one + "/close", authentication.required(this::close))
        .put(one + "/mute", authentication.required(this::mute))
        .put(one + "/block", authentication.required(this::block));
  }

  private Reply change(Caller caller, Request request) {
    UUID conversation = conversation(request);
    ChangeGroup change = change(request.body(GroupBody.class));
    return requests.accept(
        caller,
        request,
        conversation,
        command -> {
          if (change.hasPicture()) {
            Optional<UUID> next =
                Optional.of(change.getPicture()).filter(it -> !it.isEmpty()).map(Ids::uuid);
            pictures.change(caller.user(), PicturePlace.group(conversation), next);
          }
          command.setChangeGroup(change);
        });
  }

  private static ChangeGroup change(GroupBody body) {
    ChangeGroup.Builder change = ChangeGroup.newBuilder();
    if (body.name() != null) {
      change.setName(GroupName.of(body.name()));
    }
    if (body.picture() != null) {
      change.setPicture(picture(body.picture()));
    }
    if (body.history() != null) {
      change.setHistory(history(body.history()));
    }
    if (!change.hasName() && !change.hasPicture() && !change.hasHistory()) {
      throw Problem.badRequest("name, picture or history is missing");
    }
    return change.build();
  }

  private static ByteString picture(String text) {
    return text.isEmpty()
        ? ByteString.EMPTY
        : Ids.parse(text)
            .map(Ids::bytes)
            .orElseThrow(() -> Problem.badRequest("picture is an id or empty"));
  }

  private static HistoryVisibility history(String text) {
    return switch (text) {
      case ConversationView.FROM_JOINING -> HistoryVisibility.FROM_JOINING;
      case ConversationView.FROM_THE_START -> HistoryVisibility.FROM_THE_START;
      default -> throw Problem.badRequest("history is from-joining or from-the-start");
    };
  }

  private Reply role(Caller caller, Request request) {
    UUID conversation = conversation(request);
    UUID user = request.id("user", () -> Problem.of(404, "unknown-user"));
    MemberRole role =
        MemberRole.parse(Request.required(request.body(RoleBody.class).role(), "role"))
            .orElseThrow(() -> Problem.badRequest("role is owner, admin or member"));
    ChangeRole change =
        ChangeRole.newBuilder().setUser(Ids.bytes(user)).setRole(inTheLog(role)).build();
    return requests.accept(caller, request, conversation, it -> it.setChangeRole(change));
  }

  private static Role inTheLog(MemberRole role) {
    return switch (role) {
      case OWNER -> Role.OWNER;
      case ADMIN -> Role.ADMIN;
      case MEMBER -> Role.MEMBER;
    };
  }

  private Reply close(Caller caller, Request request) {
    CloseGroup close = CloseGroup.getDefaultInstance();
    return requests.accept(caller, request, conversation(request), it -> it.setCloseGroup(close));
  }

  private Reply mute(Caller caller, Request request) {
    UUID conversation = conversation(request);
    boolean muted = Request.required(request.body(MuteBody.class).muted(), "muted");
    Mute mute = Mute.newBuilder().setMuted(muted).build();
    return requests.accept(caller, request, conversation, it -> it.setMute(mute));
  }

  private Reply block(Caller caller, Request request) {
    UUID conversation = conversation(request);
    boolean blocked = Request.required(request.body(BlockBody.class).blocked(), "blocked");
    Block block = Block.newBuilder().setBlocked(blocked).build();
    return requests.accept(caller, request, conversation, it -> it.setBlock(block));
  }

  private static UUID conversation(Request request) {
    return request.id("id", Problem::unknownConversation);
  }
}
