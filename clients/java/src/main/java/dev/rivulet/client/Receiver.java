package dev.rivulet.client;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.Conversation;
import dev.rivulet.client.api.EventRange;
import dev.rivulet.client.api.SyncPage;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything that comes in, live or stored, merged by seq and handed over in order. What is
/// missing is fetched by seq, but only once the sync is complete, which brings most of it anyway.
///
/// Relies on keyed, idempotent merging: the same event may come any number of times, late or early.
final class Receiver implements Syncer.Target {
  private static final int ASKING_MAX = 4;
  private static final int NOT_FOUND = 404;
  private static final int NOT_FOUND_TIMES_MAX = 10;

  /// Who is told.
  interface Sink {
    /// As soon as it comes, also out of order. `stored`: it was read from the store.
    void seen(ConversationEvent event, boolean stored);

    void handOver(ConversationEvent event);

    void synced();
  }

  private static final class Feed {
    final UUID conversation;
    final Timeline timeline;
    final Backoff backoff;
    boolean busy;
    int notFound;

    /// What a sync says is there and does not bring.
    long aim;

    Feed(UUID conversation, Timeline timeline, Backoff backoff) {
      this.conversation = conversation;
      this.timeline = timeline;
      this.backoff = backoff;
    }

    boolean behind() {
      return aim > 0 && (!timeline.started() || timeline.progress().delivered() < aim);
    }
  }

  private final ClientOptions options;
  private final EventLoop loop;
  private final ClientStore store;
  private final ChatApi api;
  private final Sink sink;
  private final Map<UUID, Feed> feeds = new HashMap<>();
  private final Set<Feed> changed = new LinkedHashSet<>();
  private final ArrayDeque<Feed> wanting = new ArrayDeque<>();
  private final ArrayDeque<ConversationEvent> released = new ArrayDeque<>();
  private @Nullable UUID self;
  private @Nullable Runnable caughtUp;
  private boolean syncing = true;
  private boolean flushPlanned;
  private int asking;

  Receiver(ClientOptions options, ChatApi api, Sink sink) {
    this.options = options;
    this.loop = options.loop();
    this.store = options.store();
    this.api = api;
    this.sink = sink;
  }

  /// Takes up what the store remembers of this user.
  void begin(UUID user) {
    self = user;
    feeds.clear();
    store
        .state()
        .progress()
        .forEach(
            (conversation, progress) ->
                feeds.put(conversation, feed(conversation, new Timeline(progress))));
  }

  void live(ConversationEvent event) {
    take(event, false);
  }

  @Override
  public void stored(ConversationEvent event) {
    take(event, true);
  }

  @Override
  public void syncing() {
    syncing = true;
  }

  /// Without a connection there is no telling whether a sync would be complete.
  void detached() {
    syncing = true;
    caughtUp = null;
    feeds.values().forEach(feed -> feed.aim = 0);
  }

  @Override
  public void heads(List<Conversation> conversations) {
    for (var head : conversations) {
      var feed = feed(head.conversation());
      if (!feed.timeline.started()) {
        long newest = head.seq() - Math.min(head.seq(), options.historyMax());
        release(feed, feed.timeline.start(Math.max(head.visibleFrom() - 1, newest)));
      }
      feed.timeline.heard(head.seq());
      changed(feed);
    }
    deliver();
  }

  @Override
  public void behind(SyncPage.Head head) {
    var feed = feed(head.conversation());
    feed.timeline.heard(head.seq());
    feed.aim = Math.max(feed.aim, head.seq());
    changed(feed);
    look(feed, Duration.ZERO);
  }

  @Override
  public void whenCaughtUp(Runnable then) {
    caughtUp = then;
    checkCaughtUp();
  }

  private void checkCaughtUp() {
    var then = caughtUp;
    if (then != null && feeds.values().stream().noneMatch(Feed::behind)) {
      caughtUp = null;
      then.run();
    }
  }

  @Override
  public void synced() {
    syncing = false;
    for (var feed : feeds.values()) {
      var first = feed.timeline.first();
      if (!feed.timeline.started() && first.isPresent() && begins(first.get())) {
        release(feed, feed.timeline.start(before(first.get())));
      }
      look(feed, Duration.ZERO);
    }
    deliver();
    sink.synced();
  }

  @Override
  public boolean remembered() {
    flush();
    return feeds.values().stream().allMatch(feed -> feed.timeline.started() && !feed.behind());
  }

  void flush() {
    flushPlanned = false;
    for (var feed : changed) {
      if (feed.timeline.started()) {
        store.save(new Change.Advanced(feed.conversation, feed.timeline.progress()));
      }
    }
    changed.clear();
  }

  private void take(ConversationEvent event, boolean stored) {
    sink.seen(event, stored);
    var feed = feed(event.conversation());
    // During a sync an older stay of ours in the conversation may still come.
    if (!feed.timeline.started() && begins(feed, event) && (stored || !syncing)) {
      release(feed, feed.timeline.start(before(event)));
    }
    release(feed, feed.timeline.offer(event));
    deliver();
    look(feed, options.timings().repairDelay());
    checkCaughtUp();
  }

  /// Whether what is ours to see begins here. Not if something earlier waits, such as the end of an
  /// earlier stay: then the server is asked.
  private boolean begins(Feed feed, ConversationEvent event) {
    return begins(event)
        && feed.timeline.first().stream().noneMatch(first -> first.seq() < event.seq());
  }

  /// Whether this event tells where what is ours to see begins.
  private boolean begins(ConversationEvent event) {
    return switch (event.kind()) {
      case ConversationEvent.OPENED, ConversationEvent.CREATED -> true;
      case ConversationEvent.ADDED -> self != null && event.members().contains(self);
      default -> false;
    };
  }

  /// The seq before the first that such an event lets us see: a group may show newcomers what was
  /// said before.
  private long before(ConversationEvent event) {
    var change = event.change();
    var from = change == null ? null : change.visibleFrom();
    long visible = from == null ? event.seq() : Math.min(from, event.seq());
    long newest = event.seq() - 1 - Math.min(event.seq() - 1, options.historyMax());
    return Math.max(visible - 1, newest);
  }

  private void release(Feed feed, List<ConversationEvent> events) {
    released.addAll(events);
    changed(feed);
  }

  private void changed(Feed feed) {
    changed.add(feed);
    if (!flushPlanned) {
      flushPlanned = true;
      loop.execute(this::flush);
    }
  }

  private void deliver() {
    for (var event = released.poll(); event != null; event = released.poll()) {
      sink.handOver(event);
    }
  }

  private boolean incomplete(Feed feed) {
    return feed.timeline.started()
        ? feed.timeline.missing(1).isPresent()
        : feed.behind() || feed.timeline.first().isPresent();
  }

  /// During a sync only what it does not bring is asked for.
  private boolean wants(Feed feed) {
    return (!syncing || feed.behind()) && incomplete(feed);
  }

  private void look(Feed feed, Duration delay) {
    if (feed.busy || !wants(feed)) {
      return;
    }
    feed.busy = true;
    var _ =
        loop.schedule(
            delay,
            () -> {
              wanting.add(feed);
              askNext();
            });
  }

  private void askNext() {
    while (asking < ASKING_MAX && !wanting.isEmpty()) {
      ask(wanting.remove());
    }
  }

  private void ask(Feed feed) {
    if (!wants(feed)) {
      feed.busy = false;
      checkCaughtUp();
      return;
    }
    asking++;
    var missing = feed.timeline.missing(EventRange.SEQS_MAX);
    if (missing.isPresent()) {
      var range = missing.get();
      loop.when(
          api.events(feed.conversation, range.from(), range.to()),
          answer -> answered(feed, range, answer),
          failure -> failed(feed, range, failure));
    } else {
      loop.when(
          api.conversation(feed.conversation),
          head -> found(feed, head),
          failure -> failed(feed, null, failure));
    }
  }

  private void answered(Feed feed, Timeline.Range range, EventRange answer) {
    feed.backoff.reset();
    feed.notFound = 0;
    answer.events().forEach(event -> sink.seen(event, true));
    // Live events may have closed the gap, or part of it, meanwhile.
    if (answer.complete()) {
      release(feed, feed.timeline.filled(range, answer.events()));
      over(feed, Duration.ZERO);
    } else {
      answer.events().forEach(event -> release(feed, feed.timeline.offer(event)));
      over(feed, Duration.ofMillis(Math.max(50, answer.retryAfter())));
    }
  }

  private void found(Feed feed, Conversation head) {
    feed.backoff.reset();
    feed.notFound = 0;
    if (incomplete(feed) && !feed.timeline.started()) {
      long before = beforeWhatIsKnown(feed);
      long newest = before - Math.min(before, options.historyMax());
      long visible = Math.min(before, head.visibleFrom() - 1);
      boolean missed = feed.behind() && !head.fromTheStart();
      release(feed, feed.timeline.start(missed ? visible : Math.max(visible, newest)));
    }
    over(feed, Duration.ZERO);
  }

  private static long beforeWhatIsKnown(Feed feed) {
    return feed.timeline.first().map(event -> event.seq() - 1).orElse(feed.aim);
  }

  private void failed(Feed feed, Timeline.@Nullable Range range, Throwable failure) {
    if (failure instanceof ApiFailure answer && answer.status() == NOT_FOUND) {
      feed.notFound++;
      // It may not be stored yet. If it stays away, nothing of it can be ours to see.
      if (feed.notFound >= NOT_FOUND_TIMES_MAX) {
        feed.notFound = 0;
        if (range != null) {
          release(feed, feed.timeline.filled(range, List.of()));
        } else if (incomplete(feed)) {
          release(feed, feed.timeline.start(beforeWhatIsKnown(feed)));
        }
      }
    }
    over(feed, feed.backoff.next());
  }

  private void over(Feed feed, Duration pause) {
    asking--;
    feed.busy = false;
    deliver();
    checkCaughtUp();
    look(feed, pause);
    askNext();
  }

  private Feed feed(UUID conversation) {
    return feeds.computeIfAbsent(conversation, id -> feed(id, new Timeline()));
  }

  private Feed feed(UUID conversation, Timeline timeline) {
    return new Feed(
        conversation,
        timeline,
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), options.random()));
  }
}
