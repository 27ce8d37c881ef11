package dev.rivulet.gateway;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attached;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.EventDelivery;
import dev.rivulet.contracts.log.Position;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.gateway.command.MediaTickets;
import dev.rivulet.gateway.command.SendCommands;
import dev.rivulet.gateway.delivery.Deliveries;
import dev.rivulet.gateway.receipt.Receipts;
import dev.rivulet.gateway.session.CurrentSlot;
import dev.rivulet.gateway.session.Session;
import dev.rivulet.gateway.session.SessionIds;
import dev.rivulet.gateway.session.SessionMeters;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.gateway.session.SessionSetting;
import dev.rivulet.gateway.session.SessionTime;
import dev.rivulet.gateway.signal.SignalMeters;
import dev.rivulet.gateway.signal.Signals;
import dev.rivulet.gateway.websocket.Edge;
import dev.rivulet.gateway.websocket.Limits;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.token.PublishedKeys;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenVerifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A gateway on a real port with its real sessions, whose log is a [FakeLog] with a router that
/// answers every attach.
public final class TestEdge implements AutoCloseable {
  public static final int SLOT = 3;
  public static final Position START =
      Position.newBuilder().setGeneration(7).setOffset(10).setTime(1000).build();

  public static final MediaKeys MEDIA_KEYS =
      MediaKeys.parse("k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

  public final FakeLog log = new FakeLog();
  public final TestTokens tokens = new TestTokens("key-1");
  public final SessionRegistry sessions = new SessionRegistry();
  public final Revocations revocations = new Revocations(Duration.ofDays(1), Clock.systemUTC());
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final AtomicBoolean admits = new AtomicBoolean(true);
  public final CurrentSlot slot = new CurrentSlot();
  public final UUID instance = UUID.randomUUID();
  public final Deliveries deliveries;
  public final PrivacyTable privacy = new PrivacyTable();
  public final List<Typing> typing = new CopyOnWriteArrayList<>();
  public final FakeWatching watching = new FakeWatching();
  public final Edge edge;
  private final ServerSocket server;

  private TestEdge(Limits limits, List<String> origins, Duration attachTimeout) {
    slot.take(SLOT);
    var sessionMeters = new SessionMeters(meters, sessions);
    var signalMeters = new SignalMeters(meters);
    var watches = watching.watches(privacy, signalMeters);
    var signals = new Signals(privacy, typing::add, watches, signalMeters);
    this.deliveries =
        new Deliveries(instance, sessions, log, sessionMeters, signals, 1 << 20, System::nanoTime);
    log.router = this::answerAttach;
    var keys = new PublishedKeys(tokens::keySet, System::nanoTime);
    var setting =
        new SessionSetting(
            instance,
            slot,
            sessions,
            log,
            log,
            log,
            new SendCommands(instance, MediaTickets.of(MEDIA_KEYS)),
            log,
            new Receipts(instance, privacy),
            new TokenVerifier(keys, "rivulet", "rivulet", Clock.systemUTC()),
            revocations,
            sessionMeters,
            signals,
            attachTimeout,
            Duration.ofSeconds(30),
            limits.attachBytesMax(),
            limits.messageBytesMax(),
            SessionTime.SYSTEM,
            SessionIds::next);
    this.server = Edge.bind("127.0.0.1", 0);
    this.edge =
        Edge.start(
            new Edge.Setting(
                server,
                origins,
                limits,
                admits::get,
                connection -> new Session(connection, setting),
                meters));
  }

  public static TestEdge start(String... limits) {
    return new TestEdge(limits(limits), List.of(), Duration.ofSeconds(5));
  }

  public static TestEdge withOrigins(String... origins) {
    return new TestEdge(limits(), List.of(origins), Duration.ofSeconds(5));
  }

  public static TestEdge withAttachTimeout(Duration timeout) {
    return new TestEdge(limits(), List.of(), timeout);
  }

  /// The defaults with some changed: pairs of key and value.
  public static Limits limits(String... changed) {
    Map<String, String> environment = new HashMap<>();
    for (int at = 0; at < changed.length; at += 2) {
      String key = changed[at].toUpperCase(Locale.ROOT).replace('-', '_');
      environment.put("RIVULET_GATEWAY_CONNECTION_" + key, changed[at + 1]);
    }
    environment.put("RIVULET_GATEWAY_JWKS_URL", "http://127.0.0.1:1/keys");
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put("RIVULET_REDIS_URI", "redis://127.0.0.1:1");
    return Configuration.load(GatewayConfig.class, environment, null).connection();
  }

  public int port() {
    return server.getLocalPort();
  }

  private void answerAttach(SessionRecord session) {
    if (!session.getRefreshed()) {
      deliveries.accept(attached(session, START));
    }
  }

  public Delivery attached(SessionRecord session, Position position) {
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(instance))
        .setAttached(
            Attached.newBuilder()
                .setUser(session.getUser())
                .setSession(session.getSession())
                .setPosition(position))
        .build();
  }

  /// A message on its way to sessions.
  public Delivery event(
      UUID conversation, long seq, String text, long offset, SessionRecord... sessions) {
    var event =
        Event.newBuilder()
            .setConversation(Ids.bytes(conversation))
            .setSeq(seq)
            .setCount(seq)
            .setTime(System.currentTimeMillis())
            .setUser(Ids.bytes(new UUID(1, 1)))
            .setMessage(Content.newBuilder().setContent(ByteString.copyFromUtf8(text)));
    return Delivery.newBuilder()
        .setInstance(Ids.bytes(instance))
        .setEvent(
            EventDelivery.newBuilder()
                .setEvent(event)
                .setSessions(references(sessions))
                .setPosition(START.toBuilder().setOffset(offset)))
        .build();
  }

  public static ByteString references(SessionRecord... sessions) {
    ByteString all = ByteString.EMPTY;
    for (SessionRecord session : sessions) {
      all = all.concat(session.getUser()).concat(session.getSession());
    }
    return all;
  }

  public String attachFrame(UUID user, UUID device, long connection) {
    return "{\"type\":\"attach\",\"token\":\"%s\",\"connection\":%d}"
        .formatted(tokens.token(user, device), connection);
  }

  /// An attached client.
  public RawClient attach(UUID user, UUID device, long connection) throws IOException {
    var client = RawClient.open(port());
    client.text(attachFrame(user, device, connection));
    client.readText("attached");
    return client;
  }

  @Override
  public void close() {
    edge.close();
    watching.close();
  }
}
