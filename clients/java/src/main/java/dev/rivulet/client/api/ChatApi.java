package dev.rivulet.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.contracts.frame.ServerFrame.UserPresence;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every operation of the HTTP interface. A future completes on a thread of the transport, and when
/// the operation was not done, exceptionally with an [ApiFailure]. Nothing is tried again by
/// itself.
public final class ChatApi {
  private static final int CONVERSATIONS_PER_PAGE = 200;

  private final HttpCalls http;
  private final ChangeApi changes;

  public ChatApi(Transport transport, URI base, AccessTokens tokens) {
    this.http = new HttpCalls(transport, base, tokens);
    this.changes = new ChangeApi(http);
  }

  /// What changes messages and conversations.
  public ChangeApi changes() {
    return changes;
  }

  public CompletableFuture<LoggedIn> signUp(
      String handle, String password, @Nullable String displayName, @Nullable String deviceName) {
    var body = new LinkedHashMap<String, Object>();
    body.put("handle", handle);
    body.put("password", password);
    putIfPresent(body, "displayName", displayName);
    putIfPresent(body, "deviceName", deviceName);
    return http.open("POST", "v1/accounts", body, LoggedIn.class);
  }

  /// `device`: a device of this user to be again; null makes a new one.
  public CompletableFuture<LoggedIn> logIn(
      String handle, String password, @Nullable UUID device, @Nullable String deviceName) {
    var body = new LinkedHashMap<String, Object>();
    body.put("handle", handle);
    body.put("password", password);
    putIfPresent(body, "device", device);
    putIfPresent(body, "deviceName", deviceName);
    return http.open("POST", "v1/login", body, LoggedIn.class);
  }

  public CompletableFuture<FreshTokens> refresh(String refreshToken) {
    return http.open("POST", "v1/token", Map.of("refreshToken", refreshToken), FreshTokens.class);
  }

  public CompletableFuture<Void> logOut() {
    return http.perform("POST", "v1/logout", null, Map.of());
  }

  public CompletableFuture<UserProfile> me() {
    return http.get("v1/me", UserProfile.class);
  }

  public CompletableFuture<UserProfile> rename(String displayName) {
    return http.send("PATCH", "v1/me", Map.of("displayName", displayName), UserProfile.class);
  }

  public CompletableFuture<List<Device>> devices() {
    return http.get("v1/devices", Device.Page.class).thenApply(Device.Page::devices);
  }

  public CompletableFuture<Void> revoke(UUID device) {
    return http.perform("DELETE", "v1/devices/" + device, null, Map.of());
  }

  public CompletableFuture<UserProfile> userByHandle(String handle) {
    return http.get("v1/users?handle=" + encoded(handle), UserProfile.class);
  }

  public CompletableFuture<UserProfile> user(UUID user) {
    return http.get("v1/users/" + user, UserProfile.class);
  }

  /// Opens the 1:1 with somebody; doing it again changes nothing.
  public CompletableFuture<UUID> openDirect(UUID user) {
    return http.send("POST", "v1/conversations", Map.of("user", user), Conversation.Created.class)
        .thenApply(Conversation.Created::conversation);
  }

  /// The members besides oneself.
  public CompletableFuture<UUID> createGroup(String name, Collection<UUID> members) {
    return http.send(
            "POST",
            "v1/conversations",
            Map.of("name", name, "members", List.copyOf(members)),
            Conversation.Created.class)
        .thenApply(Conversation.Created::conversation);
  }

  /// Newest first.
  public CompletableFuture<Conversation.Page> conversations(int limit, @Nullable String after) {
    var path = "v1/conversations?limit=" + limit;
    return http.get(
        after == null ? path : path + "&after=" + encoded(after), Conversation.Page.class);
  }

  /// All pages, newest first.
  public CompletableFuture<List<Conversation>> allConversations() {
    return pagesFrom(null, new ArrayList<>());
  }

  public CompletableFuture<Conversation> conversation(UUID conversation) {
    return http.get("v1/conversations/" + conversation, Conversation.class);
  }

  public CompletableFuture<List<Member>> members(UUID conversation) {
    return http.get("v1/conversations/" + conversation + "/members", Member.Page.class)
        .thenApply(Member.Page::members);
  }

  /// Completes when the command is in the log; its outcome comes as an event or a refusal with the
  /// id `command`.
  public CompletableFuture<Void> addMembers(
      UUID conversation, Collection<UUID> users, UUID command) {
    return http.perform(
        "POST",
        "v1/conversations/" + conversation + "/members",
        Map.of("users", List.copyOf(users)),
        Map.of("Idempotency-Key", command.toString()));
  }

  /// Removing oneself is leaving. Completes as [#addMembers] does.
  public CompletableFuture<Void> removeMember(UUID conversation, UUID user, UUID command) {
    return http.perform(
        "DELETE",
        "v1/conversations/" + conversation + "/members/" + user,
        null,
        Map.of("Idempotency-Key", command.toString()));
  }

  /// The newest `limit` events below `before` (0: from the head).
  public CompletableFuture<HistoryPage> history(UUID conversation, long before, int limit) {
    var path = "v1/conversations/" + conversation + "/messages?limit=" + limit;
    return http.get(before > 0 ? path + "&before=" + before : path, HistoryPage.class);
  }

  /// The events `from` to `to`, both included, at most [EventRange#SEQS_MAX].
  public CompletableFuture<EventRange> events(UUID conversation, long from, long to) {
    return http.get(
        "v1/conversations/" + conversation + "/events?from=" + from + "&to=" + to,
        EventRange.class);
  }

  public CompletableFuture<SyncPage> sync(String to, @Nullable String from, int limit) {
    var path = "v1/sync?to=" + encoded(to) + "&limit=" + limit;
    return http.get(from == null ? path : path + "&from=" + encoded(from), SyncPage.class);
  }

  /// How far each member is.
  public CompletableFuture<List<MemberReceipt>> receipts(UUID conversation) {
    return http.get("v1/conversations/" + conversation + "/receipts", MemberReceipt.Page.class)
        .thenApply(MemberReceipt.Page::receipts);
  }

  /// Who has got and read one message.
  public CompletableFuture<MessageReceipts> receipts(UUID conversation, long seq) {
    return http.get(
        "v1/conversations/%s/messages/%d/receipts".formatted(conversation, seq),
        MessageReceipts.class);
  }

  /// Those of the users (at most 200) that one may see.
  public CompletableFuture<List<UserPresence>> presence(Collection<UUID> users) {
    var ids = users.stream().map(UUID::toString).collect(Collectors.joining(","));
    return http.get("v1/presence?users=" + ids, Presence.class).thenApply(Presence::users);
  }

  public CompletableFuture<Privacy> privacy() {
    return http.get("v1/me/privacy", Privacy.class);
  }

  public CompletableFuture<Privacy> changePrivacy(Privacy privacy) {
    return http.send("PATCH", "v1/me/privacy", privacy, Privacy.class);
  }

  /// A request of the caller's own, for what has no method here.
  public CompletableFuture<JsonNode> get(String path) {
    return http.get(path, JsonNode.class);
  }

  private CompletableFuture<List<Conversation>> pagesFrom(
      @Nullable String after, List<Conversation> sofar) {
    return conversations(CONVERSATIONS_PER_PAGE, after)
        .thenCompose(
            page -> {
              sofar.addAll(page.conversations());
              var next = page.next();
              return next == null || page.conversations().isEmpty()
                  ? CompletableFuture.completedFuture(List.copyOf(sofar))
                  : pagesFrom(next, sofar);
            });
  }

  private static void putIfPresent(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
