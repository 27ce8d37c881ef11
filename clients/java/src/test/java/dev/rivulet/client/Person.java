package dev.rivulet.client;

import dev.rivulet.client.fake.FakeBackend;
import dev.rivulet.client.fake.VirtualTime;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// A user with one device and what its client handed over.
final class Person implements ClientListener {
  final UUID user;
  final UUID device;
  final ClientStore store;
  final List<ConversationEvent> events = new ArrayList<>();
  final List<OutgoingMessage> sent = new ArrayList<>();
  final List<ConnectionState> states = new ArrayList<>();
  private final VirtualTime time;
  private final FakeBackend backend;
  private final long seed;
  private long historyMax = Long.MAX_VALUE;
  private long throwAt;
  RivuletClient client;

  Person(VirtualTime time, FakeBackend backend, UUID user, long seed) {
    this(time, backend, user, new MemoryStore(), seed);
  }

  Person(VirtualTime time, FakeBackend backend, UUID user, ClientStore store, long seed) {
    this.time = time;
    this.backend = backend;
    this.user = user;
    this.device = backend.newId();
    this.store = store;
    this.seed = seed;
    var name = user + "/" + device;
    store.save(
        new Change.LoggedIn(
            new Account(
                user, "u", "u", device, name + "/a", name + "/r", time.millis() + 900_000)));
    this.client = newClient();
  }

  /// The process ends without a word and a new one begins on the same store.
  void restart() {
    client.close();
    client = newClient();
    client.start();
  }

  /// Of a device that has not begun.
  void historyMax(long events) {
    historyMax = events;
    client = newClient();
  }

  /// The listener fails when it is given this seq.
  void throwAt(long seq) {
    throwAt = seq;
  }

  private RivuletClient newClient() {
    var addresses = Addresses.of("http://api.test", "ws://one.test/v1/ws", "ws://two.test/v1/ws");
    return RivuletClient.create(
        ClientOptions.of(addresses, backend, time.loop())
            .withStore(store)
            .withHistoryMax(historyMax)
            .withRandom(new Random(seed)),
        this);
  }

  OutgoingMessage say(UUID conversation, String text) {
    var message = client.send(conversation, text);
    sent.add(message);
    return message;
  }

  List<Long> seqs(UUID conversation) {
    return events.stream()
        .filter(event -> event.conversation().equals(conversation))
        .map(ConversationEvent::seq)
        .toList();
  }

  @Override
  public void event(ConversationEvent event) {
    events.add(event);
    if (event.seq() == throwAt) {
      throw new IllegalStateException("told to");
    }
  }

  @Override
  public void connection(ConnectionState state, String detail) {
    states.add(state);
  }
}
