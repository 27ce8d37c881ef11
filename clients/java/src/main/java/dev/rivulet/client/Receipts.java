package dev.rivulet.client;

import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells how far this device has got, a conversation at most every 250 ms, and again until the
/// gateway echoes as much: a claim is cumulative, so a lost or repeated one does no harm.
///
/// What a process could not tell before it ended, the next one tells.
///
/// One that is never echoed (as of somebody who is no member any more) is given up after some
/// repetitions and taken up again with the next attach. What is not echoed when the process ends is
/// said with the conversation's next event.
final class Receipts {
  static final Duration BATCH = Duration.ofMillis(250);
  private static final Duration REPEAT_FIRST = Duration.ofSeconds(2);
  private static final Duration REPEAT_MAX = Duration.ofSeconds(60);
  private static final int REPEATS_MAX = 8;

  /// A device that comes back after long has many conversations to speak of.
  private static final int CONVERSATIONS_PER_BATCH = 100;

  private static final class Claim {
    long delivered;
    long read;
    long echoedDelivered;
    long echoedRead;
    long sentDelivered;
    long sentRead;
    long repeatAt;
    int repeats;

    boolean open() {
      return delivered > echoedDelivered || read > echoedRead;
    }

    boolean news() {
      return delivered > Math.max(sentDelivered, echoedDelivered)
          || read > Math.max(sentRead, echoedRead);
    }

    /// When there is something to send; [Long#MAX_VALUE] if there is not.
    long due(long now) {
      if (news()) {
        return now;
      }
      return open() && repeats < REPEATS_MAX ? repeatAt : Long.MAX_VALUE;
    }
  }

  private final EventLoop loop;
  private final ClientStore store;
  private final Map<UUID, Claim> claims = new HashMap<>();
  private final Map<UUID, Claim> open = new LinkedHashMap<>();
  private @Nullable Consumer<ClientFrame> wire;
  private EventLoop.@Nullable Timer timer;
  private long timerAt;

  Receipts(EventLoop loop, ClientStore store) {
    this.loop = loop;
    this.store = store;
  }

  /// Takes up what the store remembers.
  void begin() {
    var state = store.state();
    state
        .progress()
        .forEach(
            (conversation, progress) -> {
              var told = state.claims(conversation);
              Claim claim = claim(conversation);
              claim.echoedDelivered = told.echoedDelivered();
              claim.echoedRead = told.echoedRead();
              claim.read = told.read();
              claim.delivered = Math.max(progress.delivered(), told.read());
              if (claim.open()) {
                open.put(conversation, claim);
              }
            });
  }

  void delivered(UUID conversation, long upTo) {
    Claim claim = claim(conversation);
    claim.delivered = Math.max(claim.delivered, upTo);
    changed(conversation, claim);
  }

  void read(UUID conversation, long upTo) {
    Claim claim = claim(conversation);
    if (upTo > claim.read) {
      store.save(new Change.Read(conversation, upTo));
    }
    claim.read = Math.max(claim.read, upTo);
    claim.delivered = Math.max(claim.delivered, upTo);
    changed(conversation, claim);
  }

  void echoed(ServerFrame.Watermark watermark) {
    Claim claim = claim(watermark.conversation());
    if (watermark.delivered() > claim.echoedDelivered || watermark.read() > claim.echoedRead) {
      store.save(
          new Change.Echoed(watermark.conversation(), watermark.delivered(), watermark.read()));
    }
    claim.echoedDelivered = Math.max(claim.echoedDelivered, watermark.delivered());
    claim.echoedRead = Math.max(claim.echoedRead, watermark.read());
    if (!claim.open()) {
      open.remove(watermark.conversation());
    }
  }

  /// From now on frames can be sent. What was not echoed goes out again.
  void attached(Consumer<ClientFrame> to) {
    wire = to;
    for (Claim claim : open.values()) {
      claim.sentDelivered = 0;
      claim.sentRead = 0;
      claim.repeats = 0;
    }
    if (!open.isEmpty()) {
      plan(BATCH.toMillis());
    }
  }

  void detached() {
    wire = null;
  }

  private Claim claim(UUID conversation) {
    return claims.computeIfAbsent(conversation, _ -> new Claim());
  }

  private void changed(UUID conversation, Claim claim) {
    if (claim.open()) {
      open.put(conversation, claim);
    }
    if (claim.news()) {
      claim.repeats = 0;
      plan(BATCH.toMillis());
    }
  }

  /// Looks after this time, unless it is going to anyway.
  private void plan(long millis) {
    long at = loop.millis() + millis;
    var planned = timer;
    if (wire == null || (planned != null && timerAt <= at)) {
      return;
    }
    if (planned != null) {
      planned.cancel();
    }
    timerAt = at;
    timer = loop.schedule(Duration.ofMillis(millis), this::look);
  }

  private void look() {
    timer = null;
    var to = wire;
    if (to == null) {
      return;
    }
    long now = loop.millis();
    long next = Long.MAX_VALUE;
    int room = CONVERSATIONS_PER_BATCH;
    for (var entry : open.entrySet()) {
      Claim claim = entry.getValue();
      if (claim.due(now) <= now && room > 0) {
        room--;
        send(entry.getKey(), claim, to);
      }
      next = Math.min(next, claim.due(now));
    }
    if (next != Long.MAX_VALUE) {
      plan(Math.max(BATCH.toMillis(), next - now));
    }
  }

  private void send(UUID conversation, Claim claim, Consumer<ClientFrame> to) {
    claim.repeats = claim.news() ? 0 : claim.repeats + 1;
    if (claim.read > claim.echoedRead) {
      to.accept(new ClientFrame.Read(conversation, claim.read));
    }
    // A read says that much has been delivered, too.
    if (claim.delivered > Math.max(claim.echoedDelivered, claim.read)
        || (claim.delivered > claim.echoedDelivered && claim.read <= claim.echoedRead)) {
      to.accept(new ClientFrame.Delivered(conversation, claim.delivered));
    }
    claim.sentDelivered = claim.delivered;
    claim.sentRead = claim.read;
    long pause = Math.min(REPEAT_FIRST.toMillis() << claim.repeats, REPEAT_MAX.toMillis());
    claim.repeatAt = loop.millis() + pause;
  }
}
