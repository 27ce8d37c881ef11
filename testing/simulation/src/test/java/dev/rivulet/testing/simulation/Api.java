package dev.rivulet.testing.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.api.conversation.SimulatedConversations;
import dev.rivulet.api.history.History;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.sync.SimulatedSync;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a client asks of client-api: the production sync, history and conversations over the
/// simulated tables.
final class Api {
  private final SimulatedSync sync;
  private final SimulatedConversations conversations;
  private final History history;

  /// `synced` are the events that a sync brought.
  record Answer(HttpAnswer http, List<ConversationEvent> synced) {}

  Api(Log log, Storage storage, Counting counting) {
    sync = new SimulatedSync(storage, storage, Log.PARTITIONS, () -> Instant.ofEpochMilli(log.now));
    conversations = new SimulatedConversations(storage, storage, counting);
    history = new History(storage);
  }

  Answer answer(UUID user, HttpCall call, int pageMax) {
    var query = query(call.uri().getRawQuery());
    var parts = call.uri().getPath().split("/", -1);
    try {
      if (parts[2].equals("sync")) {
        var from = Optional.ofNullable(query.get("from")).flatMap(Cursor::decode);
        var to = Cursor.decode(query.getOrDefault("to", "")).orElseThrow();
        var answer = sync.sync(user, from, to, pageMax);
        return new Answer(ok(answer.body()), answer.events());
      }
      return new Answer(ok(conversation(user, parts, query)), List.of());
    } catch (Problem problem) {
      var code = Map.of("code", problem.code());
      return new Answer(new HttpAnswer(problem.status(), 0, json(code)), List.of());
    }
  }

  private Object conversation(UUID user, String[] parts, Map<String, String> query) {
    return switch (parts.length) {
      case 3 -> conversations.list(user, 100);
      case 4 -> conversations.one(user, UUID.fromString(parts[3]));
      default ->
          history.range(
              user,
              UUID.fromString(parts[3]),
              Long.parseLong(query.getOrDefault("from", "")),
              Long.parseLong(query.getOrDefault("to", "")));
    };
  }

  private static HttpAnswer ok(Object body) {
    return new HttpAnswer(200, 0, json(body));
  }

  private static String json(Object body) {
    try {
      return FrameCodec.json().writeValueAsString(body);
    } catch (JsonProcessingException everyBodyCanBeWritten) {
      throw new IllegalStateException(everyBodyCanBeWritten);
    }
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
}
