package dev.rivulet.client;

import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.EventRange;
import dev.rivulet.client.loop.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Messages that are decided but not known to be stored. The notice that says so is live only and
/// may be missed, so after a while the client reads the message where it is stored.
final class Unstored {
  /// Who is told.
  interface Sent {
    void sent(OutgoingMessage message, long seq);
  }

  private static final class Waiting {
    final TreeMap<Long, OutgoingMessage> messages = new TreeMap<>();
    long since;
    boolean asking;
  }

  private final EventLoop loop;
  private final ChatApi api;
  private final long patienceMillis;
  private final Sent listener;
  private final Map<UUID, Waiting> conversations = new HashMap<>();

  Unstored(EventLoop loop, ChatApi api, long patienceMillis, Sent listener) {
    this.loop = loop;
    this.api = api;
    this.patienceMillis = patienceMillis;
    this.listener = listener;
  }

  void add(OutgoingMessage message, long seq) {
    var waiting = conversations.computeIfAbsent(message.conversation(), _ -> new Waiting());
    if (waiting.messages.isEmpty()) {
      waiting.since = loop.millis();
    }
    waiting.messages.put(seq, message);
  }

  void stored(UUID conversation, long seq) {
    var waiting = conversations.get(conversation);
    var message = waiting == null ? null : waiting.messages.remove(seq);
    if (waiting != null && message != null) {
      waiting.since = loop.millis();
      listener.sent(message, seq);
    }
  }

  /// Asks where nothing was heard for too long. Returns whether anything waits.
  boolean look() {
    boolean any = false;
    for (var entry : conversations.entrySet()) {
      var waiting = entry.getValue();
      any |= !waiting.messages.isEmpty();
      boolean quiet = loop.millis() - waiting.since > patienceMillis;
      if (!waiting.messages.isEmpty() && quiet && !waiting.asking) {
        ask(entry.getKey(), waiting);
      }
    }
    return any;
  }

  void abandon(Throwable why) {
    conversations
        .values()
        .forEach(waiting -> waiting.messages.values().forEach(message -> message.abandon(why)));
  }

  private void ask(UUID conversation, Waiting waiting) {
    waiting.asking = true;
    long from = waiting.messages.firstKey();
    long to = Math.min(waiting.messages.lastKey(), from + EventRange.SEQS_MAX - 1);
    loop.when(
        api.events(conversation, from, to),
        range -> answered(conversation, waiting, range, to),
        _ -> pause(waiting));
  }

  private void answered(UUID conversation, Waiting waiting, EventRange range, long to) {
    range.events().forEach(event -> stored(conversation, event.seq()));
    if (range.complete()) {
      // What we may not see any more is stored as well.
      List.copyOf(waiting.messages.headMap(to, true).keySet())
          .forEach(seq -> stored(conversation, seq));
    }
    pause(waiting);
  }

  private void pause(Waiting waiting) {
    waiting.asking = false;
    waiting.since = loop.millis();
  }
}
