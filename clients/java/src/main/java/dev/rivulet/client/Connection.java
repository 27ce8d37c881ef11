package dev.rivulet.client;

import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import dev.rivulet.client.transport.Link;
import dev.rivulet.client.transport.LinkListener;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps one session attached: connects, attaches, notices silence, renews the token in time, and
/// comes back after a loss with growing, jittered pauses, unless told not to come again.
final class Connection {
  /// Who hears the frames.
  interface Session {
    /// Each `attached`, the first of a connection and further ones.
    void attached(String cursor);

    void frame(ServerFrame frame);

    void detached();

    void state(ConnectionState state, String detail);
  }

  /// After being attached this long the next pause is the first one again.
  private static final Duration PROVEN = Duration.ofSeconds(5);

  private static final Duration OVERLOAD_PAUSE = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(1);

  private final ClientOptions options;
  private final EventLoop loop;
  private final ClientStore store;
  private final Tokens tokens;
  private final Session session;
  private final Backoff backoff;
  private @Nullable Link link;
  private boolean wanted;
  private boolean attached;
  private long attempt;
  private long attachedAt;
  private long heardAt;
  private long comeBackAt;
  private long retryAfter;
  private int gateway;

  Connection(ClientOptions options, Tokens tokens, Session session) {
    this.options = options;
    this.loop = options.loop();
    this.store = options.store();
    this.tokens = tokens;
    this.session = session;
    var timings = options.timings();
    this.backoff = new Backoff(timings.reconnectFirst(), timings.reconnectMax(), options.random());
    this.gateway = options.random().nextInt(options.addresses().gateways().size());
  }

  void start() {
    if (!wanted) {
      wanted = true;
      connect();
    }
  }

  void stop(String why) {
    if (wanted) {
      wanted = false;
      drop();
      session.state(ConnectionState.ENDED, why);
    }
  }

  /// Gives up the present connection and takes the next gateway; for tests and changed networks.
  void reconnect() {
    if (wanted) {
      lost("asked to reconnect", Duration.ZERO);
    }
  }

  void send(ClientFrame frame) {
    var open = link;
    if (open != null) {
      byte[] message = options.subProtocol().encode(frame);
      if (options.subProtocol().binary()) {
        open.binary(message);
      } else {
        open.send(new String(message, StandardCharsets.UTF_8));
      }
    }
  }

  private void connect() {
    long current = ++attempt;
    session.state(ConnectionState.CONNECTING, "");
    loop.when(
        tokens.current(),
        token -> {
          if (current == attempt && wanted) {
            open(current, token);
          }
        },
        failure -> {
          if (current == attempt && wanted) {
            noToken(failure);
          }
        });
  }

  private void noToken(Throwable failure) {
    if (Tokens.isUnauthorized(failure)) {
      stop("the login is no longer valid: " + failure.getMessage());
    } else {
      lost("no token: " + failure.getMessage(), backoff.next());
    }
  }

  private void open(long current, String token) {
    var gateways = options.addresses().gateways();
    var address = gateways.get(Math.floorMod(gateway, gateways.size()));
    gateway++;
    heardAt = loop.millis();
    retryAfter = 0;
    link = options.transport().open(address, options.subProtocol(), new Incoming(current, token));
    var _ =
        loop.schedule(
            options.timings().attachTimeout(),
            () -> {
              if (current == attempt && !attached) {
                lost("no answer from " + address, backoff.next());
              }
            });
  }

  private void opened(String token) {
    long number = Math.max(store.state().connection() + 1, loop.millis());
    store.save(new Change.Connected(number));
    send(new ClientFrame.Attach(token, number));
  }

  /// What a later version says is not for this one.
  private void message(byte[] message) {
    heardAt = loop.millis();
    options.subProtocol().decodeServer(message).ifPresent(this::frame);
  }

  private void frame(ServerFrame frame) {
    switch (frame) {
      case ServerFrame.Attached now -> attached(now.cursor());
      case ServerFrame.Reconnect(long after) -> comeBack(after);
      case ServerFrame.Pong _ -> {
        // That it came is all it says.
      }
      default -> session.frame(frame);
    }
  }

  private void attached(String cursor) {
    if (!attached) {
      attached = true;
      attachedAt = loop.millis();
      session.state(ConnectionState.ATTACHED, "");
      watch(attempt);
      renew(attempt);
    }
    session.attached(cursor);
  }

  /// The gateway is about to go: leave when it said, or when it goes.
  private void comeBack(long afterMillis) {
    long current = attempt;
    comeBackAt = loop.millis() + afterMillis;
    var _ =
        loop.schedule(
            Duration.ofMillis(afterMillis),
            () -> {
              if (current == attempt && wanted) {
                lost("the gateway asked to reconnect", Duration.ZERO);
              }
            });
  }

  private void watch(long current) {
    var pingAfter = options.timings().pingAfter();
    var _ =
        loop.schedule(
            pingAfter.dividedBy(3),
            () -> {
              if (current != attempt) {
                return;
              }
              long silence = loop.millis() - heardAt;
              if (silence > 2 * pingAfter.toMillis()) {
                lost("the gateway is silent", backoff.next());
                return;
              }
              if (silence >= pingAfter.toMillis()) {
                send(new ClientFrame.Ping());
              }
              watch(current);
            });
  }

  private void renew(long current) {
    long wait = Math.max(0, tokens.renewAt() - loop.millis());
    var _ =
        loop.schedule(
            Duration.ofMillis(wait),
            () -> {
              if (current == attempt) {
                fetchToken(current);
              }
            });
  }

  private void fetchToken(long current) {
    tokens.distrust();
    loop.when(
        tokens.current(),
        token -> {
          if (current == attempt) {
            send(new ClientFrame.Token(token));
            renew(current);
          }
        },
        failure -> {
          if (current == attempt && !Tokens.isUnauthorized(failure)) {
            var _ = loop.schedule(backoff.next(), () -> renew(current));
          }
        });
  }

  private void closed(int code, String reason) {
    if (!wanted) {
      return;
    }
    var detail = "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    if (!CloseCode.reconnect(code)) {
      stop(detail);
      return;
    }
    if (code == CloseCode.TOKEN_EXPIRED.code()) {
      tokens.distrust();
    }
    long told = comeBackAt - loop.millis();
    lost(detail, told > 0 ? Duration.ofMillis(told) : backoff.next().plusMillis(patience(code)));
  }

  /// What a server without room asks for: as long as it said when it refused the connection, and a
  /// second if it closed it for overload. Jitter comes on top of it, so that those who were told
  /// the same do not come back in step.
  private long patience(int code) {
    boolean overloaded = code == CloseCode.OVERLOADED.code() || code == CloseCode.TOO_FAST.code();
    return Math.max(retryAfter, overloaded ? OVERLOAD_PAUSE.toMillis() : 0);
  }

  private void lost(String why, Duration pause) {
    if (attached && loop.millis() - attachedAt > PROVEN.toMillis()) {
      backoff.reset();
    }
    drop();
    session.state(ConnectionState.WAITING, why);
    long current = attempt;
    var _ =
        loop.schedule(
            pause,
            () -> {
              if (current == attempt && wanted) {
                connect();
              }
            });
  }

  private void drop() {
    attempt++;
    comeBackAt = 0;
    boolean was = attached;
    attached = false;
    var open = link;
    link = null;
    if (open != null) {
      open.close();
    }
    if (was) {
      session.detached();
    }
  }

  /// One attempt's callbacks, taken to the loop; those of an attempt that was given up are ignored.
  private final class Incoming implements LinkListener {
    private final long current;
    private final String token;

    Incoming(long current, String token) {
      this.current = current;
      this.token = token;
    }

    @Override
    public void opened() {
      onLoop(() -> Connection.this.opened(token));
    }

    @Override
    public void text(String message, Runnable taken) {
      binary(message.getBytes(StandardCharsets.UTF_8), taken);
    }

    @Override
    public void binary(byte[] message, Runnable taken) {
      loop.execute(
          () -> {
            try {
              if (current == attempt) {
                Connection.this.message(message);
              }
            } finally {
              taken.run();
            }
          });
    }

    @Override
    public void refused(long retryAfterMillis) {
      onLoop(() -> retryAfter = Math.min(retryAfterMillis, RETRY_AFTER_MAX.toMillis()));
    }

    @Override
    public void closed(int code, String reason) {
      onLoop(() -> Connection.this.closed(code, reason));
    }

    private void onLoop(Runnable task) {
      loop.execute(
          () -> {
            if (current == attempt) {
              task.run();
            }
          });
    }
  }
}
