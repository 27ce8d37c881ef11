package dev.rivulet.client.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The operations that change messages and conversations. Each completes when the command is in the
/// log; its outcome comes as an event or a refusal with the id `command`. The same `command` may be
/// given again when it is not known whether it came there.
///
/// Those that name a message fail with 503 `unavailable` while it is not stored, and with 404
/// `unknown-message` when there is none that one may see.
public final class ChangeApi {
  private final HttpCalls http;

  ChangeApi(HttpCalls http) {
    this.http = http;
  }

  /// What the message replies to and mentions stays.
  public CompletableFuture<Void> edit(UUID conversation, long seq, String text, UUID command) {
    return perform("PATCH", message(conversation, seq), Map.of("text", text), command);
  }

  public CompletableFuture<Void> delete(UUID conversation, long seq, UUID command) {
    return perform("DELETE", message(conversation, seq), null, command);
  }

  public CompletableFuture<Void> react(UUID conversation, long seq, String emoji, UUID command) {
    return perform("PUT", reaction(conversation, seq, emoji), null, command);
  }

  public CompletableFuture<Void> unreact(UUID conversation, long seq, String emoji, UUID command) {
    return perform("DELETE", reaction(conversation, seq, emoji), null, command);
  }

  public CompletableFuture<Void> rename(UUID conversation, String name, UUID command) {
    return perform("PATCH", path(conversation), Map.of("name", name), command);
  }

  /// `picture` null: none.
  public CompletableFuture<Void> picture(UUID conversation, @Nullable UUID picture, UUID command) {
    var text = picture == null ? "" : picture.toString();
    return perform("PATCH", path(conversation), Map.of("picture", text), command);
  }

  /// From when on members added later see the history.
  public CompletableFuture<Void> history(UUID conversation, boolean fromTheStart, UUID command) {
    var text = fromTheStart ? Conversation.FROM_THE_START : Conversation.FROM_JOINING;
    return perform("PATCH", path(conversation), Map.of("history", text), command);
  }

  /// `role` is `owner`, `admin` or `member`.
  public CompletableFuture<Void> role(UUID conversation, UUID user, String role, UUID command) {
    var path = path(conversation) + "/members/" + user + "/role";
    return perform("PUT", path, Map.of("role", role), command);
  }

  public CompletableFuture<Void> close(UUID conversation, UUID command) {
    return perform("POST", path(conversation) + "/close", null, command);
  }

  public CompletableFuture<Void> mute(UUID conversation, boolean muted, UUID command) {
    return perform("PUT", path(conversation) + "/mute", Map.of("muted", muted), command);
  }

  public CompletableFuture<Void> block(UUID conversation, boolean blocked, UUID command) {
    return perform("PUT", path(conversation) + "/block", Map.of("blocked", blocked), command);
  }

  private CompletableFuture<Void> perform(
      String method, String path, @Nullable Object body, UUID command) {
    return http.perform(method, path, body, Map.of("Idempotency-Key", command.toString()));
  }

  private static String path(UUID conversation) {
    return "v1/conversations/" + conversation;
  }

  private static String message(UUID conversation, long seq) {
    return path(conversation) + "/messages/" + seq;
  }

  private static String reaction(UUID conversation, long seq, String emoji) {
    // In a path, unlike in a form, a plus sign is itself.
    var encoded = URLEncoder.encode(emoji, StandardCharsets.UTF_8).replace("+", "%20");
    return message(conversation, seq) + "/reactions/" + encoded;
  }
}
