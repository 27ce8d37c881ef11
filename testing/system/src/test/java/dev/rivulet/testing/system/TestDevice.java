package dev.rivulet.testing.system;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.api.EventRange;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// One client of the SDK and all it handed over. What is wrong by itself, whatever the log says (an
/// event twice or out of order, `sent` for what cannot be read), is noted as it happens.
final class TestDevice implements ClientListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// One in so many messages that are `sent` is looked up at once.
  private static final int LOOK_UP_EVERY = 20;

  private final Clients clients;
  private final MemoryStore store;
  private final RivuletClient client;
  private final Map<UUID, List<Seen>> views;
  private final Map<UUID, List<OutgoingMessage>> sent;
  private final List<String> faults;
  private final List<ServerFrame.Refused> refusals = new CopyOnWriteArrayList<>();
  private final List<ServerFrame.Status> statuses = new CopyOnWriteArrayList<>();
  private final List<ServerFrame.Watermark> watermarks = new CopyOnWriteArrayList<>();
  private final List<ServerFrame.Writing> writings = new CopyOnWriteArrayList<>();
  private final Map<UUID, ServerFrame.UserPresence> presences = new ConcurrentHashMap<>();
  private final List<Connected> connections = new CopyOnWriteArrayList<>();
  private int sentSoFar;

  /// An event as it was handed over, and when (nanoseconds).
  record Seen(ConversationEvent event, long at) {}

  /// A state of the connection, why it is so, and since when (nanoseconds).
  record Connected(ConnectionState state, String why, long at) {}

  TestDevice(Clients clients, Addresses addresses, MemoryStore store) {
    this(
        clients,
        addresses,
        store,
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>(),
        new CopyOnWriteArrayList<>());
  }

  private TestDevice(
      Clients clients,
      Addresses addresses,
      MemoryStore store,
      Map<UUID, List<Seen>> views,
      Map<UUID, List<OutgoingMessage>> sent,
      List<String> faults) {
    this.clients = clients;
    this.store = store;
    this.views = views;
    this.sent = sent;
    this.faults = faults;
    this.client =
        RivuletClient.create(
            ClientOptions.of(addresses, clients.transport(), SerialLoop.on(clients.scheduler()))
                .withStore(store),
            this);
  }

  /// The same device in another process, as it were.
  TestDevice successor(Addresses addresses) {
    return new TestDevice(clients, addresses, store, views, sent, faults);
  }

  RivuletClient client() {
    return client;
  }

  UUID device() {
    return store.state().account().orElseThrow().device();
  }

  String accessToken() {
    return store.state().account().orElseThrow().accessToken();
  }

  String refreshToken() {
    return store.state().account().orElseThrow().refreshToken();
  }

  void start() {
    client.start();
  }

  void awaitLive() {
    try {
      client.live().get(PATIENCE.toSeconds(), SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError(
          "not live after " + PATIENCE + ": " + client.state() + " " + client.stateDetail(), late);
    } catch (ExecutionException ended) {
      throw new AssertionError("the client has ended: " + client.stateDetail(), ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Returns when the device has everything up to a conversation's `seq`.
  void awaitSeq(UUID conversation, long seq) {
    await("seq " + seq + " of " + conversation)
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> lastSeq(conversation) >= seq);
  }

  OutgoingMessage send(UUID conversation, String text) {
    OutgoingMessage message = client.send(conversation, text);
    sent.computeIfAbsent(conversation, id -> new CopyOnWriteArrayList<>()).add(message);
    return message;
  }

  /// `count` messages whose texts name their sender and number.
  List<OutgoingMessage> sendMany(UUID conversation, int count) {
    List<OutgoingMessage> messages = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      String text = TestStack.BODY_MARK + " " + number + " of " + count;
      messages.add(client.send(conversation, text));
    }
    sent.computeIfAbsent(conversation, id -> new CopyOnWriteArrayList<>()).addAll(messages);
    return messages;
  }

  /// Everything sent to a conversation, in the order of the calls.
  List<OutgoingMessage> sent(UUID conversation) {
    return sent.getOrDefault(conversation, List.of());
  }

  /// What was handed over of a conversation, without the places of hidden events.
  List<ConversationEvent> view(UUID conversation) {
    return seen(conversation).stream()
        .map(Seen::event)
        .filter(event -> !event.kind().equals(ConversationEvent.HIDDEN))
        .toList();
  }

  /// The same with times and hidden ones.
  List<Seen> seen(UUID conversation) {
    List<Seen> view = views.get(conversation);
    if (view == null) {
      return List.of();
    }
    synchronized (view) {
      return List.copyOf(view);
    }
  }

  /// 0 when nothing was handed over.
  long lastSeq(UUID conversation) {
    List<Seen> view = views.get(conversation);
    if (view == null) {
      return 0;
    }
    synchronized (view) {
      return view.isEmpty() ? 0 : view.getLast().event().seq();
    }
  }

  boolean knows(UUID conversation) {
    return views.containsKey(conversation);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  List<ServerFrame.Status> statuses() {
    return List.copyOf(statuses);
  }

  List<ServerFrame.Watermark> watermarks() {
    return List.copyOf(watermarks);
  }

  List<ServerFrame.Writing> writings() {
    return List.copyOf(writings);
  }

  /// Whether a watched user was online when last told.
  boolean sees(UUID user) {
    var presence = presences.get(user);
    return presence != null && presence.online();
  }

  /// Refusals that belong to no message.
  List<ServerFrame.Refused> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public void event(ConversationEvent event) {
    List<Seen> view = views.computeIfAbsent(event.conversation(), id -> new ArrayList<>());
    synchronized (view) {
      long before = view.isEmpty() ? 0 : view.getLast().event().seq();
      boolean follows = view.isEmpty() ? event.seq() >= 1 : event.seq() == before + 1;
      if (!follows) {
        faults.add("seq %d after %d in %s".formatted(event.seq(), before, event.conversation()));
      }
      view.add(new Seen(event, System.nanoTime()));
    }
  }

  @Override
  public void message(OutgoingMessage message) {
    if (message.outcomeNow() instanceof Outcome.Sent(long seq)
        && sentSoFar++ % LOOK_UP_EVERY == 0) {
      lookUp(message, seq);
    }
  }

  /// `sent` means that it can be read.
  private void lookUp(OutgoingMessage message, long seq) {
    var _ =
        client
            .api()
            .events(message.conversation(), seq, seq)
            .thenAccept(
                range -> {
                  if (!holds(range, message)) {
                    faults.add("sent as " + seq + ", but it cannot be read: " + range);
                  }
                });
  }

  private static boolean holds(EventRange range, OutgoingMessage message) {
    return range.complete()
        && range.events().size() == 1
        && (message.id().equals(range.events().getFirst().id())
            || range.events().getFirst().kind().equals(ConversationEvent.HIDDEN));
  }

  /// Every state its connection was in.
  List<Connected> connections() {
    return List.copyOf(connections);
  }

  @Override
  public void connection(ConnectionState state, String why) {
    connections.add(new Connected(state, why, System.nanoTime()));
  }

  @Override
  public void status(ServerFrame.Status status) {
    statuses.add(status);
  }

  @Override
  public void watermark(ServerFrame.Watermark watermark) {
    watermarks.add(watermark);
  }

  @Override
  public void writing(ServerFrame.Writing writing) {
    writings.add(writing);
  }

  @Override
  public void presence(ServerFrame.Presence presence) {
    presence.users().forEach(one -> presences.put(one.user(), one));
  }

  @Override
  public void refused(ServerFrame.Refused refused) {
    refusals.add(refused);
  }

  @Override
  public void close() {
    client.close();
  }
}
