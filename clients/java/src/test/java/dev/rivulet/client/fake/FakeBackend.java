package dev.rivulet.client.fake;

import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.client.transport.Link;
import dev.rivulet.client.transport.LinkListener;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Users, the log, inboxes, the store that lags behind, and the sessions. A token names its user
/// and device: `USER/DEVICE`.
public final class FakeBackend implements Transport {
  static final int GENERATION = 7;

  /// One event in a user's inbox, and from when on it is in the store.
  record Entry(ConversationEvent event, long storedAt) {}

  private final VirtualTime time;
  private final RandomGenerator random;
  private final FakeLog log = new FakeLog();
  private final Map<UUID, List<Entry>> inboxes = new HashMap<>();
  private final Map<UUID, List<Long>> storedAt = new HashMap<>();
  private final List<FakeLink> links = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final FakeApi api;
  private Weather weather = Weather.FAIR;
  private final Set<UUID> big = new HashSet<>();
  private final Map<UUID, String> handles = new LinkedHashMap<>();
  private long lastStoredAt;
  private boolean inboxForgotten;
  private boolean failingEvents;
  private long retryAfter;

  public FakeBackend(VirtualTime time, long seed) {
    this.time = time;
    this.api = new FakeApi(this, time);
    this.random = new Random(seed);
  }

  public void weather(Weather now) {
    weather = now;
  }

  public FakeLog log() {
    return log;
  }

  /// The addresses of the connections so far.
  public List<String> opened() {
    return List.copyOf(opened);
  }

  /// The HTTP requests so far, method and path.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /// Links that are attached now.
  public List<FakeLink> attached() {
    return links.stream().filter(FakeLink::attached).toList();
  }

  /// From now on every cursor that a client comes with is too old.
  public void forgetInbox() {
    inboxForgotten = true;
  }

  /// Whether reading events by seq fails.
  public void failEvents(boolean now) {
    failingEvents = now;
  }

  /// The next connection is refused with this wait.
  public void refuseOnce(long retryAfterMillis) {
    retryAfter = retryAfterMillis;
  }

  /// Drawn from the seed: the order of hash maps depends on ids.
  public UUID newId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  public UUID createGroup(UUID owner, List<UUID> members) {
    var conversation = newId();
    emit(log.create(conversation, owner, members));
    return conversation;
  }

  /// Somebody who can be looked up.
  public void named(UUID user, String handle) {
    handles.put(user, handle);
  }

  Map<UUID, String> handles() {
    return handles;
  }

  /// From now on its events are in nobody's inbox: a sync tells of their newest seq.
  public void makeBig(UUID conversation) {
    big.add(conversation);
  }

  boolean isBig(UUID conversation) {
    return big.contains(conversation);
  }

  /// A message of somebody whose client is not looked at.
  public void write(UUID conversation, UUID user) {
    emit(log.write(conversation, user));
  }

  public void add(UUID conversation, UUID by, UUID user) {
    emit(log.add(conversation, by, user));
  }

  /// Adds somebody who may see everything from the start.
  public void addToAll(UUID conversation, UUID by, UUID user) {
    emit(log.addToAll(conversation, by, user));
  }

  public void remove(UUID conversation, UUID by, UUID user) {
    emit(log.remove(conversation, by, user));
  }

  /// Every session loses what is live for a while, then is attached again at a later cursor.
  public void failOver() {
    for (var link : attached()) {
      link.mute();
      time.after(
          delay(2_000), () -> link.attachAgain(cursor(link.user(), inbox(link.user()).size())));
    }
  }

  @Override
  public Link open(URI address, LinkListener listener) {
    opened.add(address.toString());
    var link = new FakeLink(this, time, listener);
    links.add(link);
    if (retryAfter > 0) {
      listener.refused(retryAfter);
      retryAfter = 0;
      link.cut(Link.ABNORMAL);
      return link;
    }
    time.after(delay(weather.delayMax()), link::opened);
    return link;
  }

  @Override
  public CompletableFuture<HttpAnswer> exchange(HttpCall call) {
    calls.add(call.method() + " " + call.uri().getPath());
    var answer = new CompletableFuture<HttpAnswer>();
    boolean fails =
        chance(weather.failHttp()) || (failingEvents && call.uri().getPath().endsWith("/events"));
    boolean answered = random.nextBoolean();
    time.after(
        delay(weather.delayMax()),
        () -> {
          if (!fails) {
            var result = api.answer(call);
            time.after(delay(weather.delayMax()), () -> answer.complete(result));
          } else if (answered) {
            answer.complete(new HttpAnswer(503, 0, "{\"code\":\"unavailable\"}"));
          } else {
            answer.completeExceptionally(new IOException(ApiFailure.UNREACHABLE));
          }
        });
    return answer;
  }

  void emit(FakeLog.Decision.Accepted accepted) {
    var event = accepted.event();
    // The store keeps the order of the log.
    lastStoredAt = Math.max(lastStoredAt, time.millis() + delay(weather.storeDelayMax()));
    long stored = lastStoredAt;
    storedAt.computeIfAbsent(event.conversation(), _ -> new ArrayList<>()).add(stored);
    for (var user : accepted.recipients()) {
      int offset = inbox(user).size();
      inbox(user).add(new Entry(event, stored));
      sessions(user).forEach(link -> link.deliver(offset, event));
      if (chance(weather.repeatEvent())) {
        time.after(delay(3_000), () -> sessions(user).forEach(link -> link.deliver(offset, event)));
      }
    }
    noticeOfStored(event, stored);
    if (chance(weather.failOver())) {
      failOver();
    }
  }

  private void noticeOfStored(ConversationEvent event, long stored) {
    var device = event.device();
    var id = event.id();
    if (device != null && id != null) {
      long n = event.n() == null ? 0 : event.n();
      var sent = new ServerFrame.Sent(event.conversation(), id, n, event.seq());
      time.after(stored - time.millis(), () -> notice(device, sent));
    }
  }

  void notice(UUID device, ServerFrame frame) {
    attached().stream()
        .filter(link -> link.device().equals(device))
        .forEach(link -> link.notice(frame));
  }

  private List<FakeLink> sessions(UUID user) {
    return attached().stream().filter(link -> link.user().equals(user)).toList();
  }

  List<Entry> inbox(UUID user) {
    return inboxes.computeIfAbsent(user, _ -> new ArrayList<>());
  }

  boolean stored(UUID conversation, long seq) {
    var times = storedAt.getOrDefault(conversation, List.of());
    return seq <= times.size() && times.get((int) seq - 1) <= time.millis();
  }

  /// The next offset of which everything earlier is stored.
  int progress(UUID user) {
    int offset = 0;
    for (var entry : inbox(user)) {
      if (entry.storedAt() > time.millis()) {
        break;
      }
      offset++;
    }
    return offset;
  }

  String cursor(UUID user, long offset) {
    return new Cursor(GENERATION, offset, time.millis()).encode();
  }

  @Nullable Cursor readable(@Nullable String text) {
    if (inboxForgotten) {
      inboxForgotten = false;
      return null;
    }
    return text == null ? null : Cursor.decode(text).orElse(null);
  }

  /// Only the newest session of a device lives.
  void replaceOlder(FakeLink newest) {
    for (var link : attached()) {
      if (link != newest && link.device().equals(newest.device())) {
        link.cut(4509);
      }
    }
  }

  boolean chance(int inThousand) {
    return inThousand > 0 && random.nextInt(1_000) < inThousand;
  }

  long delay(long max) {
    return random.nextLong(max + 1);
  }

  Weather weather() {
    return weather;
  }
}
