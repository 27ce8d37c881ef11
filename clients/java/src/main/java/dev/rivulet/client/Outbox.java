package dev.rivulet.client;

import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.Draft;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps each message until its outcome is known: sends it, sends it again after every attach and
/// when no answer comes, with the same id and number, and in the order in which the program gave
/// them.
final class Outbox {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration RETRY_MAX = Duration.ofSeconds(5);

  /// A lane and when it goes on.
  private static final class Traffic {
    final UUID conversation;
    final Lane lane;
    final Backoff backoff;
    long quietSince;
    boolean again;
    boolean resuming;

    Traffic(UUID conversation, Lane lane, Backoff backoff) {
      this.conversation = conversation;
      this.lane = lane;
      this.backoff = backoff;
    }
  }

  private final ClientOptions options;
  private final EventLoop loop;
  private final ClientStore store;
  private final Consumer<OutgoingMessage> listener;
  private final Unstored unstored;
  private final Map<UUID, Traffic> lanes = new HashMap<>();
  private @Nullable Consumer<ClientFrame> wire;
  private boolean ticking;

  Outbox(ClientOptions options, ChatApi api, Consumer<OutgoingMessage> listener) {
    this.options = options;
    this.loop = options.loop();
    this.store = options.store();
    this.listener = listener;
    this.unstored =
        new Unstored(loop, api, options.timings().storedTimeout().toMillis(), this::sentNow);
  }

  /// A message of an earlier process.
  void restore(OutgoingMessage message) {
    traffic(message.conversation()).lane.add(message);
    tick();
  }

  void send(OutgoingMessage message) {
    var traffic = traffic(message.conversation());
    message.renumber(traffic.lane.next());
    store.save(new Change.Drafted(message.draft()));
    traffic.lane.add(message);
    transmit(traffic);
    tick();
  }

  /// From now on frames can be sent. What is left goes out again, unchanged.
  void attached(Consumer<ClientFrame> to) {
    wire = to;
    for (var traffic : lanes.values()) {
      traffic.lane.restart();
      transmit(traffic);
    }
  }

  void detached() {
    wire = null;
    for (var traffic : lanes.values()) {
      traffic.lane.restart();
    }
  }

  void ack(ServerFrame.Ack ack) {
    find(ack.conversation(), ack.id()).filter(OutgoingMessage::markAccepted).ifPresent(listener);
  }

  /// Returns whether it was one of ours.
  boolean decided(ConversationEvent event, boolean stored) {
    var id = event.id();
    var traffic = lanes.get(event.conversation());
    if (id == null || traffic == null) {
      return false;
    }
    long n = event.n() == null ? 0 : event.n();
    var message = decided(traffic, id, n, event.seq());
    if (stored) {
      unstored.stored(event.conversation(), event.seq());
    }
    return message.isPresent();
  }

  void sent(ServerFrame.Sent sent) {
    var traffic = lanes.get(sent.conversation());
    if (traffic != null) {
      var _ = decided(traffic, sent.id(), sent.n(), sent.seq());
      unstored.stored(sent.conversation(), sent.seq());
    }
  }

  /// It was decided before; that it is stored is another matter.
  void duplicate(ServerFrame.Duplicate duplicate) {
    var traffic = lanes.get(duplicate.conversation());
    if (traffic != null) {
      var _ = decided(traffic, duplicate.id(), 0, duplicate.seq());
    }
  }

  /// Returns whether it was about a message of ours.
  boolean refused(ServerFrame.Refused refused) {
    var conversation = refused.conversation();
    var id = refused.id();
    if (conversation == null || id == null || find(conversation, id).isEmpty()) {
      return false;
    }
    var traffic = traffic(conversation);
    traffic.quietSince = loop.millis();
    var code = code(refused.code());
    if (code == RefusalCode.GAP || code == RefusalCode.RENUMBER) {
      hold(traffic, refused, refused.next() == null ? 0 : refused.next());
    } else if (code != null && code.retryable()) {
      traffic.again |= traffic.lane.hold(id, number(refused), 0);
    } else {
      var message = traffic.lane.remove(id);
      message.ifPresent(found -> refusedForGood(found, refused));
    }
    goOn(traffic);
    return true;
  }

  void abandon(Throwable why) {
    lanes.values().forEach(traffic -> traffic.lane.forEach(message -> message.abandon(why)));
    unstored.abandon(why);
  }

  private void hold(Traffic traffic, ServerFrame.Refused refused, long next) {
    var id = refused.id();
    if (id != null) {
      var _ = traffic.lane.hold(id, number(refused), next);
    }
  }

  private static long number(ServerFrame.Refused refused) {
    return refused.n() == null ? 0 : refused.n();
  }

  private void refusedForGood(OutgoingMessage message, ServerFrame.Refused refused) {
    store.save(new Change.Settled(message.conversation(), message.id()));
    message.markRefused(refused.code(), refused.detail());
    listener.accept(message);
  }

  private Optional<OutgoingMessage> decided(Traffic traffic, String id, long n, long seq) {
    var message = traffic.lane.decided(id, n);
    message.ifPresent(
        found -> {
          traffic.quietSince = loop.millis();
          traffic.backoff.reset();
          store.save(new Change.Settled(found.conversation(), found.id()));
          boolean news = found.markAccepted();
          found.markDecided(seq);
          unstored.add(found, seq);
          if (news) {
            listener.accept(found);
          }
          goOn(traffic);
        });
    return message;
  }

  private void sentNow(OutgoingMessage message, long seq) {
    message.markSent(seq);
    listener.accept(message);
  }

  private void goOn(Traffic traffic) {
    if (!traffic.lane.held()) {
      transmit(traffic);
    } else if (traffic.lane.settled() && !traffic.resuming) {
      traffic.resuming = true;
      // A missing number is put right at once; if that does not help, ever more slowly.
      var pause = traffic.backoff.next();
      var _ = loop.schedule(traffic.again ? pause : shortened(pause), () -> resume(traffic));
    }
  }

  private static Duration shortened(Duration pause) {
    return pause.compareTo(RETRY_FIRST) <= 0 ? Duration.ZERO : pause;
  }

  private void resume(Traffic traffic) {
    traffic.resuming = false;
    if (!traffic.lane.settled()) {
      return;
    }
    traffic.again = false;
    var renumbered = traffic.lane.resume();
    renumbered.forEach(message -> store.save(new Change.Drafted(message.draft())));
    if (!renumbered.isEmpty()) {
      store.save(new Change.Numbered(traffic.conversation, traffic.lane.next()));
    }
    transmit(traffic);
  }

  private void transmit(Traffic traffic) {
    var to = wire;
    if (to == null) {
      return;
    }
    for (var message : traffic.lane.take()) {
      to.accept(frame(message.draft()));
      traffic.quietSince = loop.millis();
    }
  }

  private void tick() {
    if (!ticking) {
      ticking = true;
      var _ = loop.schedule(TICK, this::look);
    }
  }

  /// An answer may have been lost on its way; sending again, unchanged, asks for it.
  private void look() {
    ticking = false;
    boolean busy = unstored.look();
    for (var traffic : lanes.values()) {
      busy |= !traffic.lane.isEmpty();
      var to = wire;
      long patience = options.timings().answerTimeout().toMillis();
      if (to != null && loop.millis() - traffic.quietSince > patience) {
        traffic.quietSince = loop.millis();
        traffic.lane.onTheirWay().forEach(message -> to.accept(frame(message.draft())));
      }
    }
    if (busy) {
      tick();
    }
  }

  private Optional<OutgoingMessage> find(UUID conversation, String id) {
    var traffic = lanes.get(conversation);
    return traffic == null ? Optional.empty() : traffic.lane.find(id);
  }

  private Traffic traffic(UUID conversation) {
    return lanes.computeIfAbsent(
        conversation,
        id ->
            new Traffic(
                id,
                new Lane(store.state().next().getOrDefault(id, 1L)),
                new Backoff(RETRY_FIRST, RETRY_MAX, options.random())));
  }

  private static @Nullable RefusalCode code(String text) {
    return Arrays.stream(RefusalCode.values())
        .filter(code -> code.code().equals(text))
        .findFirst()
        .orElse(null);
  }

  private static ClientFrame frame(Draft draft) {
    return new ClientFrame.Send(
        draft.conversation(),
        draft.id(),
        draft.n(),
        draft.text(),
        draft.replyTo(),
        draft.mentions(),
        draft.media());
  }
}
