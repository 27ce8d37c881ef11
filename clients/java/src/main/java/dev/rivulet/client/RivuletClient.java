package dev.rivulet.client;

import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.LoggedIn;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.media.MediaApi;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.store.Draft;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One device of one user: sign up or log in, [#start], and from then on every event of every
/// conversation is handed to the listener once and in order, and every message sent is kept until
/// its outcome is known, whatever happens to connections and servers.
///
/// Safe for use by many threads. Futures and callbacks run on the client's one thread and must not
/// block it (calling `join` on another future there waits for ever).
public final class RivuletClient extends ConversationChanges implements AutoCloseable {
  /// Messages without outcome that one client keeps.
  public static final int OUTBOX_MESSAGES_MAX = 20_000;

  private final EventLoop loop;
  private final ClientStore store;
  private final ClientListener listener;
  private final Tokens tokens;
  private final ChatApi api;
  private @Nullable MediaApi media;
  private final Outbox outbox;
  private final Receiver receiver;
  private final Syncer syncer;
  private final Connection connection;
  private final Commands commands;
  private final Receipts receipts;
  private final Signals signals;
  private final boolean claims;
  private final Addresses addresses;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final List<OutgoingMessage> restored = new ArrayList<>();
  private CompletableFuture<Void> live = new CompletableFuture<>();
  private volatile ConnectionState state = ConnectionState.WAITING;
  private volatile String stateDetail = "not started";
  private volatile @Nullable Account account;
  private boolean begun;
  private boolean closed;

  private RivuletClient(ClientOptions given, ClientListener listener) {
    this.loop = given.loop();
    this.store = new EndingStore(given.store(), this::storeFailed);
    var options = given.withStore(store);
    this.listener = new GuardedListener(listener);
    this.tokens = new Tokens(loop, store);
    this.api = new ChatApi(options.transport(), options.addresses().api(), tokens);
    this.addresses = options.addresses();
    var ears = new Ears();
    this.outbox = new Outbox(options, api, this::changed);
    this.receiver = new Receiver(options, api, ears);
    this.syncer =
        new Syncer(
            api,
            loop,
            store,
            new Backoff(
                options.timings().reconnectFirst(),
                options.timings().reconnectMax(),
                options.random()),
            receiver);
    this.connection = new Connection(options, tokens, ears);
    this.commands = new Commands(loop);
    this.receipts = new Receipts(loop, store);
    this.signals = new Signals(loop);
    this.claims = options.receipts();
    this.account = store.state().account().orElse(null);
    tokens.use(api);
  }

  /// Nothing happens yet; a store that knows an account makes logging in unnecessary.
  public static RivuletClient create(ClientOptions options, ClientListener listener) {
    return new RivuletClient(options, listener);
  }

  /// A new account, and this as its first device.
  public CompletableFuture<Account> signUp(String handle, String password) {
    return loggedIn(api.signUp(handle, password, null, null), password);
  }

  /// As the device that the store knows, if it is one of this user, otherwise as a new device.
  public CompletableFuture<Account> logIn(String handle, String password) {
    var known = account;
    var device = known != null && known.handle().equals(handle) ? known.device() : null;
    return loggedIn(api.logIn(handle, password, device, null), password);
  }

  /// As a new device, whatever the store knows: for a device that was revoked.
  public CompletableFuture<Account> logInAnew(String handle, String password) {
    return loggedIn(api.logIn(handle, password, null, null), password);
  }

  /// Who this is; empty before the first login.
  public Optional<Account> account() {
    return Optional.ofNullable(account);
  }

  /// This user's id.
  public UUID self() {
    return account().orElseThrow(() -> new IllegalStateException("not logged in")).user();
  }

  /// Connects, and stays connected until closed or told by the gateway not to come again.
  public void start() {
    var _ = self();
    loop.execute(
        () -> {
          if (!closed) {
            begin();
            connection.start();
          }
        });
  }

  /// Disconnects and stays so until [#start]; nothing is forgotten.
  public void stop() {
    loop.execute(() -> connection.stop("stopped"));
  }

  /// Drops the connection and makes a new one, to the next gateway.
  public void reconnect() {
    loop.execute(connection::reconnect);
  }

  public ConnectionState state() {
    return state;
  }

  /// Why it is so, for people.
  public String stateDetail() {
    return stateDetail;
  }

  /// Completes when everything up to now was received (at once if that is so already); fails when
  /// the client has ended.
  public CompletableFuture<Void> live() {
    return onLoop(() -> live.copy());
  }

  /// Sends a text. The order of calls is the order of the messages.
  ///
  /// @throws OutboxFullException when [#OUTBOX_MESSAGES_MAX] messages wait for their outcome
  public OutgoingMessage send(UUID conversation, String text) {
    return send(conversation, text, 0, List.of());
  }

  /// The same, as a reply to the seq `replyTo` (0: none) and with people to be called.
  public OutgoingMessage send(
      UUID conversation, String text, long replyTo, Collection<UUID> mentions) {
    return send(draft(conversation, text, replyTo, mentions, List.of()));
  }

  /// Sends media with a text, which may be empty. `tickets` are those of
  /// [dev.rivulet.client.media.Uploaded].
  public OutgoingMessage sendMedia(UUID conversation, String text, Collection<String> tickets) {
    return send(draft(conversation, text, 0, List.of(), tickets));
  }

  private static Draft draft(
      UUID conversation,
      String text,
      long replyTo,
      Collection<UUID> mentions,
      Collection<String> tickets) {
    return new Draft(
        conversation,
        UUID.randomUUID().toString(),
        1,
        text,
        replyTo,
        List.copyOf(mentions),
        List.copyOf(tickets));
  }

  private OutgoingMessage send(Draft draft) {
    var message = new OutgoingMessage(draft);
    var refusal = refusal(draft);
    if (refusal != null) {
      message.markRefused(refusal.code(), "not sent");
      loop.execute(() -> listener.message(message));
      return message;
    }
    if (outstanding.incrementAndGet() > OUTBOX_MESSAGES_MAX) {
      outstanding.decrementAndGet();
      throw new OutboxFullException(OUTBOX_MESSAGES_MAX);
    }
    loop.execute(() -> enqueue(message));
    return message;
  }

  /// Everything up to this seq was shown to the person. That it has reached the device is said by
  /// the client itself.
  public void read(UUID conversation, long upTo) {
    loop.execute(() -> receipts.read(conversation, upTo));
  }

  /// Tells the listener the presence of these users (at most 200) from now on, instead of those
  /// named before.
  public void watch(Collection<UUID> users) {
    var watched = Signals.watchable(users);
    loop.execute(() -> signals.watch(watched));
  }

  /// The person is writing; call it as often as he does.
  public void writing(UUID conversation) {
    loop.execute(() -> signals.writing(conversation));
  }

  /// Messages of an earlier process, oldest first, which this one goes on sending.
  public CompletableFuture<List<OutgoingMessage>> restored() {
    return onLoop(
        () -> {
          begin();
          return CompletableFuture.completedFuture(List.copyOf(restored));
        });
  }

  public CompletableFuture<Outcome> leave(UUID conversation) {
    return removeMember(conversation, self());
  }

  @Override
  public ChatApi api() {
    return api;
  }

  /// Uploads and downloads. Its connections are made at first use: most clients of a process with
  /// many never need them.
  public synchronized MediaApi media() {
    var made = media;
    if (made == null) {
      made = MediaApi.create(addresses.media(), addresses.api(), tokens);
      media = made;
    }
    return made;
  }

  private synchronized void closeMedia() {
    if (media != null) {
      media.close();
    }
  }

  @Override
  Commands commands() {
    return commands;
  }

  /// Ends the connection and closes the store; messages without outcome stay in the store.
  @Override
  public void close() {
    var done = new CompletableFuture<Void>();
    Runnable end =
        () -> {
          end();
          done.complete(null);
        };
    if (loop.inside()) {
      end.run();
    } else {
      loop.execute(end);
      // A shared scheduler may have been shut down before; then nothing runs any more.
      done.completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
    }
    if (loop instanceof AutoCloseable own) {
      closeQuietly(own);
    }
  }

  private void end() {
    if (closed) {
      return;
    }
    closed = true;
    connection.stop("closed");
    receiver.flush();
    outbox.abandon(new CancellationException("the client was closed"));
    closeMedia();
    store.close();
  }

  private void begin() {
    if (begun) {
      return;
    }
    var user = store.state().account();
    if (user.isEmpty()) {
      throw new IllegalStateException("not logged in: sign up or log in first");
    }
    begun = true;
    receiver.begin(user.get().user());
    if (claims) {
      receipts.begin();
    }
    for (var draft : store.state().drafts()) {
      var message = new OutgoingMessage(draft);
      outstanding.incrementAndGet();
      restored.add(message);
      outbox.restore(message);
    }
  }

  private CompletableFuture<Account> loggedIn(CompletableFuture<LoggedIn> answer, String password) {
    var result = new CompletableFuture<Account>();
    loop.when(
        answer,
        value -> {
          if (begun && !value.device().equals(account().map(Account::device).orElse(null))) {
            result.completeExceptionally(
                new IllegalStateException("this client is another device already"));
            return;
          }
          tokens.loggedIn(value, password);
          account = store.state().account().orElseThrow();
          result.complete(account);
        },
        result::completeExceptionally);
    return result;
  }

  private void enqueue(OutgoingMessage message) {
    if (closed) {
      message.abandon(new CancellationException("the client was closed"));
      return;
    }
    try {
      begin();
      outbox.send(message);
    } catch (UncheckedIOException | IllegalStateException notTaken) {
      outstanding.decrementAndGet();
      message.abandon(notTaken);
    }
  }

  private void storeFailed(UncheckedIOException failure) {
    loop.execute(() -> connection.stop("the store failed: " + failure.getCause()));
  }

  private void changed(OutgoingMessage message) {
    if (message.outcomeNow() != null) {
      outstanding.decrementAndGet();
    }
    listener.message(message);
  }

  private static @Nullable RefusalCode refusal(Draft draft) {
    if (draft.text().isEmpty() && draft.media().isEmpty()) {
      return RefusalCode.EMPTY;
    }
    boolean large =
        draft.text().getBytes(StandardCharsets.UTF_8).length > Bounds.CONTENT_BYTES_MAX
            || draft.mentions().size() > Bounds.MENTIONS_MAX
            || draft.media().size() > Bounds.MEDIA_MAX;
    return large ? RefusalCode.TOO_LARGE : null;
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
    var result = new CompletableFuture<T>();
    loop.execute(
        () -> {
          var _ =
              task.get()
                  .whenComplete(
                      (value, failure) -> {
                        if (failure == null) {
                          result.complete(value);
                        } else {
                          result.completeExceptionally(failure);
                        }
                      });
        });
    return result;
  }

  @SuppressWarnings("checkstyle:IllegalCatch")
  private static void closeQuietly(AutoCloseable own) {
    try {
      own.close();
    } catch (Exception cannotHappen) {
      throw new IllegalStateException(cannotHappen);
    }
  }

  /// What the parts hear, passed on to where it belongs.
  private final class Ears implements Connection.Session, Receiver.Sink {
    @Override
    public void attached(String cursor) {
      if (state == ConnectionState.LIVE) {
        live = new CompletableFuture<>();
        state(ConnectionState.ATTACHED, "more to fetch");
      }
      syncer.attached(cursor);
      outbox.attached(connection::send);
      receipts.attached(connection::send);
      signals.attached(connection::send);
    }

    @Override
    public void frame(ServerFrame frame) {
      switch (frame) {
        case ServerFrame.Event(ConversationEvent event) -> receiver.live(event);
        case ServerFrame.Ack ack -> outbox.ack(ack);
        case ServerFrame.Sent sent -> outbox.sent(sent);
        case ServerFrame.Duplicate duplicate -> outbox.duplicate(duplicate);
        case ServerFrame.Refused refused -> refused(refused);
        case ServerFrame.Status status -> listener.status(status);
        case ServerFrame.Watermark watermark -> {
          receipts.echoed(watermark);
          listener.watermark(watermark);
        }
        case ServerFrame.Presence presence -> listener.presence(presence);
        case ServerFrame.Writing writing -> listener.writing(writing);
        case ServerFrame.CursorAt(String cursor) -> syncer.liveCursor(cursor);
        case ServerFrame.Attached _, ServerFrame.Reconnect _, ServerFrame.Pong _ ->
            throw new IllegalStateException("the connection's own: " + frame);
      }
    }

    private void refused(ServerFrame.Refused refused) {
      if (!outbox.refused(refused) && !commands.refused(refused)) {
        listener.refused(refused);
      }
    }

    @Override
    public void detached() {
      syncer.detached();
      receiver.detached();
      outbox.detached();
      receipts.detached();
      signals.detached();
      if (live.isDone()) {
        live = new CompletableFuture<>();
      }
    }

    @Override
    public void state(ConnectionState now, String detail) {
      stateDetail = detail;
      state = now;
      if (now == ConnectionState.ENDED) {
        live.completeExceptionally(new IllegalStateException("the client has ended: " + detail));
      } else if (now == ConnectionState.CONNECTING && live.isCompletedExceptionally()) {
        live = new CompletableFuture<>();
      }
      listener.connection(now, detail);
    }

    @Override
    public void seen(ConversationEvent event, boolean stored) {
      var known = account;
      if (known != null && known.device().equals(event.device())) {
        if (!outbox.decided(event, stored)) {
          commands.decided(event);
        }
      }
    }

    @Override
    public void handOver(ConversationEvent event) {
      listener.event(event);
      var known = account;
      boolean own = known != null && known.user().equals(event.user());
      // Sending counts as having read.
      if (claims && !(own && ConversationEvent.MESSAGE.equals(event.kind()))) {
        receipts.delivered(event.conversation(), event.seq());
      }
    }

    @Override
    public void synced() {
      state(ConnectionState.LIVE, "");
      live.complete(null);
    }
  }
}
