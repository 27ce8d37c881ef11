package dev.rivulet.client.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.client.api.Conversation;
import dev.rivulet.client.api.EventRange;
import dev.rivulet.client.api.SyncPage;
import dev.rivulet.client.api.UserProfile;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The few operations that a client calls by itself.
final class FakeApi {
  private static final long TOKEN_SECONDS = 900;

  /// Who a token is of.
  record Names(UUID user, UUID device) {}

  private final FakeBackend backend;
  private final FakeChanges changes;
  private int tokens;

  FakeApi(FakeBackend backend, VirtualTime time) {
    this.backend = backend;
    this.changes = new FakeChanges(backend, time);
  }

  static Names names(String token) {
    var parts = token.split("/", -1);
    return new Names(UUID.fromString(parts[0]), UUID.fromString(parts[1]));
  }

  HttpAnswer answer(HttpCall call) {
    var path = call.uri().getPath();
    if (path.equals("/v1/token")) {
      return refresh(Objects.requireNonNull(call.body()));
    }
    var bearer = Objects.requireNonNull(call.headers().get("Authorization"));
    var names = names(bearer.substring("Bearer ".length()));
    if (!call.method().equals("GET")) {
      return changes.answer(names, call);
    }
    var user = names.user();
    var query = query(call.uri().getRawQuery());
    var parts = path.split("/", -1);
    return switch (parts[2]) {
      case "sync" -> json(sync(user, query));
      case "conversations" -> conversations(user, parts, query);
      case "users" -> user(parts.length > 3 ? parts[3] : query.getOrDefault("handle", ""));
      default -> throw new AssertionError("not offered: " + path);
    };
  }

  private HttpAnswer user(String idOrHandle) {
    return backend.handles().entrySet().stream()
        .filter(
            one -> one.getKey().toString().equals(idOrHandle) || one.getValue().equals(idOrHandle))
        .findFirst()
        .map(one -> json(new UserProfile(one.getKey(), one.getValue(), one.getValue())))
        .orElseGet(() -> new HttpAnswer(404, 0, "{\"code\":\"unknown-user\"}"));
  }

  private HttpAnswer refresh(String body) {
    try {
      var token = FrameCodec.json().readTree(body).get("refreshToken").asText();
      var names = names(token);
      tokens++;
      return json(
          Map.of(
              "accessToken",
              names.user() + "/" + names.device() + "/access" + tokens,
              "refreshToken",
              names.user() + "/" + names.device() + "/refresh" + tokens,
              "expiresIn",
              TOKEN_SECONDS,
              "user",
              names.user(),
              "device",
              names.device()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private HttpAnswer conversations(UUID user, String[] parts, Map<String, String> query) {
    if (parts.length == 3) {
      var all =
          backend.log().conversations().stream()
              .map(id -> head(user, id))
              .flatMap(Optional::stream)
              .toList();
      return json(new Conversation.Page(all, 0, null));
    }
    var conversation = UUID.fromString(parts[3]);
    var head = head(user, conversation);
    if (head.isEmpty()) {
      return new HttpAnswer(404, 0, "{\"code\":\"unknown-conversation\"}");
    }
    return parts.length == 4
        ? json(head.get())
        : json(events(user, conversation, number(query, "from"), number(query, "to")));
  }

  private Optional<Conversation> head(UUID user, UUID conversation) {
    long newest = 0;
    for (var event : backend.log().events(conversation)) {
      if (backend.stored(conversation, event.seq())
          && backend.log().sees(conversation, user, event.seq())) {
        newest = event.seq();
      }
    }
    if (newest == 0) {
      return Optional.empty();
    }
    long seq = newest;
    long from =
        backend.log().intervals(conversation, user).stream()
            .filter(interval -> interval.contains(seq))
            .findFirst()
            .orElseThrow()
            .from();
    return Optional.of(
        new Conversation(
            conversation,
            Conversation.GROUP,
            "g",
            List.of(),
            2,
            seq,
            0,
            0,
            from,
            null,
            "member",
            false,
            false,
            false,
            null,
            null,
            0,
            0));
  }

  private EventRange events(UUID user, UUID conversation, long from, long to) {
    var log = backend.log().events(conversation);
    var events = new ArrayList<ConversationEvent>();
    boolean complete = true;
    for (long seq = from; seq <= to; seq++) {
      boolean stored = backend.stored(conversation, seq);
      if (!stored && (seq > log.size() || backend.log().sees(conversation, user, seq))) {
        complete = false;
      } else if (backend.log().sees(conversation, user, seq)) {
        events.add(log.get((int) seq - 1));
      }
    }
    return new EventRange(events, complete, complete ? 0 : 80);
  }

  private SyncPage sync(UUID user, Map<String, String> query) {
    var to = Cursor.decode(Objects.requireNonNull(query.get("to"))).orElseThrow();
    var from = backend.readable(query.get("from"));
    if (from == null) {
      return new SyncPage(List.of(), List.of(), backend.cursor(user, 0), false, true, 0);
    }
    long progress = backend.progress(user);
    long end = Math.min(Math.min(to.offset(), progress), from.offset() + 7);
    var events = new ArrayList<ConversationEvent>();
    var heads = new LinkedHashMap<UUID, Long>();
    for (long offset = from.offset(); offset < end; offset++) {
      var event = backend.inbox(user).get((int) offset).event();
      if (backend.isBig(event.conversation())) {
        heads.put(event.conversation(), event.seq());
      } else {
        events.add(event);
      }
    }
    long next = Math.max(from.offset(), end);
    boolean complete = next >= to.offset();
    return new SyncPage(
        events,
        heads.entrySet().stream()
            .map(head -> new SyncPage.Head(head.getKey(), head.getValue()))
            .toList(),
        backend.cursor(user, next),
        complete,
        false,
        next == from.offset() ? 60 : 0);
  }

  private static long number(Map<String, String> query, String name) {
    return Long.parseLong(Objects.requireNonNull(query.get(name)));
  }

  private static Map<String, String> query(String raw) {
    var values = new HashMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        var parts = pair.split("=", 2);
        values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private static HttpAnswer json(Object value) {
    try {
      return new HttpAnswer(200, 0, FrameCodec.json().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
