package dev.rivulet.api.admin;

import dev.rivulet.api.account.AccountControl;
import dev.rivulet.api.account.Identities;
import dev.rivulet.api.account.User;
import dev.rivulet.api.conversation.ConversationControl;
import dev.rivulet.api.http.Handler;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.api.token.KeyRotation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes of the admin API.
public final class AdminApi {
  private final AdminToken token;
  private final Audit audit;
  private final AccountControl accounts;
  private final ConversationControl conversations;
  private final KeyRotation keys;

  record ReasonBody(@Nullable String reason) {}

  record UserView(
      UUID user,
      String handle,
      String displayName,
      String state,
      long createdAt,
      int devices,
      List<Identities.Identity> identities) {}

  record SessionView(UUID device, String name, long createdAt, long usedAt) {}

  record SessionList(List<SessionView> sessions) {}

  public AdminApi(
      Path tokenFile,
      AccountControl accounts,
      ConversationControl conversations,
      KeyRotation keys,
      CommandLog log,
      InstantSource clock) {
    this.token = AdminToken.load(tokenFile);
    this.audit = new Audit(log, clock);
    this.accounts = accounts;
    this.conversations = conversations;
    this.keys = keys;
  }

  public Router routes() {
    Router router = new Router();
    String user = "/admin/users/{user}";
    router
        .get(user, shown("user-show", this::view))
        .get(user + "/sessions", shown("user-sessions", this::sessions))
        .post(user + "/disable", acted("user-disable", this::disable))
        .post(user + "/enable", acted("user-enable", this::enable))
        .post(user + "/sign-out", acted("user-sign-out", this::signOut))
        .post(user + "/reset-password", acted("user-reset-password", this::resetPassword))
        .get("/admin/conversations/{id}", token.required(this::showConversation))
        .post("/admin/conversations/{id}/close", token.required(this::closeConversation))
        .post("/admin/keys/rotate", key("keys-rotate", false))
        .post("/admin/keys/replace", key("keys-replace", true));
    return router;
  }

  /// Looking is an action too.
  private Handler shown(String action, Function<User, Object> look) {
    return token.required(
        request -> {
          User user = accounts.find(request.text("user"));
          return audit.record(action, user.id(), request, null, () -> Reply.ok(look.apply(user)));
        });
  }

  private Handler acted(String action, Function<User, Object> act) {
    return token.required(
        request -> {
          User user = accounts.find(request.text("user"));
          String reason = request.body(ReasonBody.class).reason();
          return audit.record(action, user.id(), request, reason, () -> Reply.ok(act.apply(user)));
        });
  }

  private UserView view(User user) {
    return new UserView(
        user.id(),
        user.handle(),
        user.displayName(),
        user.state().name().toLowerCase(Locale.ROOT),
        user.createdAt().toEpochMilli(),
        accounts.devices(user).size(),
        accounts.identities(user));
  }

  private SessionList sessions(User user) {
    return new SessionList(
        accounts.devices(user).stream()
            .map(
                device ->
                    new SessionView(
                        device.id(),
                        device.name(),
                        device.createdAt().toEpochMilli(),
                        device.rotatedAt().toEpochMilli()))
            .toList());
  }

  private UserView disable(User user) {
    accounts.disable(user);
    return view(accounts.find(user.id().toString()));
  }

  private UserView enable(User user) {
    accounts.enable(user);
    return view(accounts.find(user.id().toString()));
  }

  private Map<String, Integer> signOut(User user) {
    return Map.of("signedOut", accounts.signOut(user));
  }

  private Map<String, String> resetPassword(User user) {
    return Map.of("password", accounts.resetPassword(user));
  }

  private Reply showConversation(Request request) {
    UUID id = conversation(request);
    return audit.record(
        "conversation-show", id, request, null, () -> Reply.ok(conversations.show(id)));
  }

  private Reply closeConversation(Request request) {
    UUID id = conversation(request);
    String reason = request.body(ReasonBody.class).reason();
    return audit.record(
        "conversation-close",
        id,
        request,
        reason,
        () -> {
          conversations.close(id);
          return Reply.accepted(Map.of("conversation", id));
        });
  }

  private Handler key(String action, boolean stolen) {
    return token.required(
        request -> {
          String reason = request.body(ReasonBody.class).reason();
          return audit.record(
              action, null, request, reason, () -> Reply.ok(Map.of("kid", keys.rotate(stolen))));
        });
  }

  private static UUID conversation(Request request) {
    return request.id("id", Problem::unknownConversation);
  }
}
