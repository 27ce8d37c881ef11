package dev.rivulet.client.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ConversationEvent.Change;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes by HTTP: put into the log at once, decided a moment later, once for each id. Whoever is
/// no member is refused; nothing else is looked at, but that a message which is named is stored.
final class FakeChanges {
  private static final HttpAnswer TAKEN = new HttpAnswer(202, 0, "{}");
  private static final int EMOJI = 7;

  private final FakeBackend backend;
  private final VirtualTime time;
  private final Set<String> decided = new HashSet<>();

  /// What a request says, apart from who asks.
  private record Wish(
      String kind,
      @Nullable String text,
      @Nullable String name,
      List<UUID> members,
      Change change) {}

  FakeChanges(FakeBackend backend, VirtualTime time) {
    this.backend = backend;
    this.time = time;
  }

  HttpAnswer answer(FakeApi.Names by, HttpCall call) {
    var parts = List.of(call.uri().getRawPath().split("/", -1));
    var conversation = UUID.fromString(parts.get(3));
    if (parts.size() > 5 && parts.get(4).equals("messages")) {
      long seq = Long.parseLong(parts.get(5));
      if (!backend.stored(conversation, seq)) {
        return new HttpAnswer(503, 1_000, "{\"code\":\"unavailable\"}");
      }
    }
    var id = Objects.requireNonNull(call.headers().get("Idempotency-Key"));
    if (decided.add(id)) {
      var wish = wish(call, parts);
      time.after(backend.delay(20), () -> decide(by, conversation, id, wish));
    }
    return TAKEN;
  }

  private void decide(FakeApi.Names by, UUID conversation, String id, Wish wish) {
    var log = backend.log();
    if (!log.sees(conversation, by.user(), Long.MAX_VALUE - 1)) {
      var code = RefusalCode.NOT_A_MEMBER.code();
      backend.notice(
          by.device(), new ServerFrame.Refused(conversation, id, null, code, null, null));
      return;
    }
    var event =
        new ConversationEvent(
            conversation,
            log.events(conversation).size() + 1L,
            wish.kind(),
            0,
            1,
            by.user(),
            by.device(),
            id,
            null,
            wish.text(),
            null,
            List.of(),
            List.of(),
            wish.name(),
            wish.members(),
            wish.change());
    backend.emit(log.change(event));
  }

  private static Wish wish(HttpCall call, List<String> parts) {
    var body = body(call);
    var method = call.method();
    if (parts.size() == 4) {
      return group(body);
    }
    return switch (parts.get(4)) {
      case "messages" -> ofMessage(method, Long.parseLong(parts.get(5)), parts, body);
      case "members" -> ofMember(method, parts, body);
      case "close" -> wish(ConversationEvent.CLOSED, List.of(), change(null, null, null, null));
      case "mute" ->
          wish(
              ConversationEvent.MUTED,
              List.of(),
              change(null, null, body.get("muted").asBoolean(), null));
      case "block" ->
          wish(
              ConversationEvent.BLOCKED,
              List.of(),
              change(null, null, null, body.get("blocked").asBoolean()));
      default -> throw new AssertionError("not offered: " + call.uri().getPath());
    };
  }

  private static Wish ofMessage(String method, long seq, List<String> parts, JsonNode body) {
    if (parts.size() > EMOJI) {
      boolean removed = method.equals("DELETE");
      var emoji = URLDecoder.decode(parts.get(EMOJI), StandardCharsets.UTF_8);
      var change = new Change(seq, emoji, removed, null, null, null, null, null, null);
      return wish(ConversationEvent.REACTED, List.of(), change);
    }
    var change = new Change(seq, null, null, null, null, null, null, null, null);
    return method.equals("PATCH")
        ? new Wish(ConversationEvent.EDITED, body.get("text").asText(), null, List.of(), change)
        : wish(ConversationEvent.DELETED, List.of(), change);
  }

  private static Wish ofMember(String method, List<String> parts, JsonNode body) {
    var nothing = change(null, null, null, null);
    if (method.equals("POST")) {
      var users = new ArrayList<UUID>();
      body.get("users").forEach(user -> users.add(UUID.fromString(user.asText())));
      return wish(ConversationEvent.ADDED, users, nothing);
    }
    var user = List.of(UUID.fromString(parts.get(5)));
    return method.equals("DELETE")
        ? wish(ConversationEvent.REMOVED, user, nothing)
        : wish(ConversationEvent.ROLE, user, change(body.get("role").asText(), null, null, null));
  }

  private static Wish group(JsonNode body) {
    var history = body.path("history");
    var name = body.path("name");
    var change =
        change(
            null,
            history.isMissingNode() ? null : history.asText().equals("from-the-start"),
            null,
            null);
    return new Wish(
        ConversationEvent.CHANGED,
        null,
        name.isMissingNode() ? null : name.asText(),
        List.of(),
        change);
  }

  private static Wish wish(String kind, List<UUID> members, Change change) {
    return new Wish(kind, null, null, members, change);
  }

  private static Change change(
      @Nullable String role,
      @Nullable Boolean fromTheStart,
      @Nullable Boolean muted,
      @Nullable Boolean blocked) {
    return new Change(null, null, null, role, null, fromTheStart, muted, blocked, null);
  }

  private static JsonNode body(HttpCall call) {
    try {
      return call.body() == null
          ? MissingNode.getInstance()
          : FrameCodec.json().readTree(call.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
