package dev.rivulet.testing.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rivulet.client.Addresses;
import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Timings;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientState;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.client.transport.HttpAnswer;
import dev.rivulet.client.transport.HttpCall;
import dev.rivulet.client.transport.Link;
import dev.rivulet.client.transport.LinkListener;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.contracts.Cursor;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One person's device: the production client over simulated sockets and answers. Its store
/// survives its process.
final class Device {
  private static final Timings TIMINGS =
      new Timings(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(600),
          Duration.ofMillis(400),
          Duration.ofMillis(20),
          Duration.ofMillis(500),
          Duration.ofMillis(300));

  final UUID user;
  final List<ConversationEvent> shown = new ArrayList<>();

  /// What came live or by a sync, in the order in which it came first.
  final SequencedSet<Place> received = new LinkedHashSet<>();

  /// The same since the process began.
  private final SequencedSet<Place> heard = new LinkedHashSet<>();

  /// What this process had heard when it began to show a conversation.
  final Map<UUID, List<Place>> heardAtFirst = new HashMap<>();

  final Set<String> refused = new HashSet<>();

  /// Refused to one who was never a member, which leaves no trace: a copy that is still on its way
  /// is accepted if he has become one meanwhile.
  final Set<String> unknown = new HashSet<>();

  /// It has no cursor and begins with the heads, so with the newest membership.
  final boolean fresh;

  private final Simulation world;
  private final Addresses addresses;
  private final SplittableRandom random;
  private final Store store = new Store();
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private VirtualLoop loop;
  private RivuletClient client;
  private final Map<UUID, Long> lastHeard = new HashMap<>();
  private final List<Text> written = new ArrayList<>();
  private final Map<UUID, Long> read = new HashMap<>();

  record Place(UUID conversation, long seq) {
    static Place of(ConversationEvent event) {
      return new Place(event.conversation(), event.seq());
    }
  }

  /// What was written, and where.
  record Text(UUID conversation, String text) {}

  private record Call(HttpCall call, CompletableFuture<HttpAnswer> answer) {}

  Device(Simulation world, UUID user, Addresses addresses, long seed) {
    this.world = world;
    this.user = user;
    this.addresses = addresses;
    this.random = new SplittableRandom(seed);
    var token = user.toString();
    store.save(
        new Change.LoggedIn(new Account(user, "u", "u", user, token, token, Long.MAX_VALUE)));
    fresh = world.chance(3);
    if (!fresh) {
      store.save(new Change.CursorMoved(new Cursor(1, 0, world.log.now).encode()));
    }
    loop = new VirtualLoop(() -> world.log.now);
    client = begin();
  }

  private RivuletClient begin() {
    var options =
        ClientOptions.of(addresses, new Network(), loop)
            .withStore(store)
            .withTimings(TIMINGS)
            .withRandom(random.split());
    var begun = RivuletClient.create(options, new Screen());
    begun.start();
    return begun;
  }

  /// The process is killed and started again. What was shown and not remembered may be shown again,
  /// on another screen.
  void restart() {
    loop.end();
    calls.clear();
    answers.clear();
    if (!sockets.isEmpty()) {
      sockets.getLast().vanish();
    }
    shown.removeIf(event -> event.seq() > remembered(event.conversation()));
    heard.clear();
    lastHeard.clear();
    loop = new VirtualLoop(() -> world.log.now);
    client = begin();
  }

  private long remembered(UUID conversation) {
    var progress = store.state().progress().get(conversation);
    return progress == null ? 0 : progress.delivered();
  }

  void write(UUID conversation) {
    var text = "text " + (written.size() + 1);
    written.add(new Text(conversation, text));
    var _ = client.send(conversation, text);
    keep();
  }

  /// From here on it is kept, whatever becomes of the process.
  private void keep() {
    while (loop.step()) {
      // The next task.
    }
  }

  /// The person looks at what is shown.
  void read(UUID conversation) {
    long last = 0;
    for (var event : shown(conversation)) {
      last = event.seq();
    }
    if (last > 0) {
      long upTo = Math.max(hasRead(conversation), last);
      read.put(conversation, upTo);
      client.read(conversation, upTo);
      keep();
    }
  }

  /// The last seq that was read.
  long hasRead(UUID conversation) {
    return read.getOrDefault(conversation, 0L);
  }

  List<ConversationEvent> shown(UUID conversation) {
    return shown.stream().filter(event -> event.conversation().equals(conversation)).toList();
  }

  /// In the order in which they were written.
  List<String> written(UUID conversation) {
    return written.stream()
        .filter(text -> text.conversation().equals(conversation))
        .map(Text::text)
        .toList();
  }

  boolean run() {
    return loop.step();
  }

  List<Socket> sockets() {
    return List.copyOf(sockets);
  }

  long nanos() {
    return world.nanos();
  }

  void reconnect() {
    client.reconnect();
  }

  /// Whether nothing more is to come of it by itself.
  boolean isQuiet() {
    return client.state() == ConnectionState.LIVE
        && store.state().drafts().isEmpty()
        && calls.isEmpty()
        && answers.isEmpty();
  }

  @Override
  public String toString() {
    return "%s %s, drafts %d, calls %d, cursor %s"
        .formatted(
            client.state(),
            client.stateDetail(),
            store.state().drafts().size(),
            calls.size() + answers.size(),
            store.state().cursor().flatMap(Cursor::decode));
  }

  /// One call is answered with what is stored now; the answer is under way then.
  boolean answer(boolean fails, int pageMax) {
    if (calls.isEmpty()) {
      return false;
    }
    var call = calls.removeFirst();
    if (fails) {
      answers.add(() -> call.answer.completeExceptionally(new IOException("simulated")));
      return true;
    }
    var answer = world.api.answer(user, call.call, pageMax);
    answers.add(
        () -> {
          answer.synced().forEach(event -> receive(Place.of(event)));
          answer.synced().forEach(world.invariants::checkLive);
          call.answer.complete(answer.http());
        });
    return true;
  }

  boolean takeAnswer(int which) {
    if (answers.isEmpty()) {
      return false;
    }
    answers.remove(which % answers.size()).run();
    return true;
  }

  /// Just before the client hears it.
  ///
  /// @return whether it does
  boolean hear(String text) {
    var frame = frame(text);
    if (frame instanceof ServerFrame.Event(ConversationEvent event)) {
      long last = lastHeard.getOrDefault(event.conversation(), 0L);
      if (world.mistake == Mistake.CLIENT_DROPS_BY_LAST_SEEN && event.seq() < last) {
        return false;
      }
      world.invariants.checkLive(event);
      receive(Place.of(event));
      if (world.mistake == Mistake.CLIENT_SHOWS_REPEATS) {
        shown.add(event);
      }
      lastHeard.put(event.conversation(), Math.max(last, event.seq()));
    }
    if (world.mistake == Mistake.LIVE_CURSOR_BEFORE_SYNC_ENDS
        && frame instanceof ServerFrame.CursorAt(String cursor)) {
      store.save(new Change.CursorMoved(cursor));
    }
    return true;
  }

  private void receive(Place place) {
    received.add(place);
    heard.add(place);
  }

  private static ServerFrame frame(String text) {
    try {
      return FrameCodec.decodeServer(text);
    } catch (JsonProcessingException ourOwn) {
      throw new IllegalStateException(ourOwn);
    }
  }

  private final class Network implements Transport {
    @Override
    public CompletableFuture<HttpAnswer> exchange(HttpCall call) {
      var answer = new CompletableFuture<HttpAnswer>();
      calls.add(new Call(call, answer));
      return answer;
    }

    @Override
    public Link open(URI address, LinkListener listener) {
      sockets.removeIf(Socket::isOver);
      var socket = new Socket(Device.this, address, listener, world.chance(3));
      sockets.add(socket);
      return socket;
    }
  }

  private final class Screen implements ClientListener {
    @Override
    public void event(ConversationEvent event) {
      if (shown(event.conversation()).isEmpty()) {
        heardAtFirst.put(event.conversation(), List.copyOf(heard));
      }
      if (world.mistake != Mistake.CLIENT_SHOWS_REPEATS) {
        shown.add(event);
      }
    }

    @Override
    public void message(OutgoingMessage message) {
      if (message.outcomeNow() instanceof Outcome.Refused(String code, var _)) {
        boolean traceless = code.equals(RefusalCode.UNKNOWN_CONVERSATION.code());
        (traceless ? unknown : refused).add(message.text());
      }
    }
  }

  /// Forgets what a planted mistake forgets.
  private final class Store implements ClientStore {
    private final MemoryStore kept = new MemoryStore();

    @Override
    public ClientState state() {
      return kept.state();
    }

    @Override
    public void save(Change change) {
      if (world.mistake != Mistake.CLIENT_FORGETS_DRAFTS || !(change instanceof Change.Drafted)) {
        kept.save(change);
      }
    }

    @Override
    public void close() {
      kept.close();
    }
  }
}
