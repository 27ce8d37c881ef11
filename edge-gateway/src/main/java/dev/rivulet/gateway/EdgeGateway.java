package dev.rivulet.gateway;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.gateway.command.KafkaCommandLog;
import dev.rivulet.gateway.command.MediaTickets;
import dev.rivulet.gateway.command.SendCommands;
import dev.rivulet.gateway.delivery.Deliveries;
import dev.rivulet.gateway.delivery.SlotOwner;
import dev.rivulet.gateway.presence.RedisLink;
import dev.rivulet.gateway.presence.RedisPresence;
import dev.rivulet.gateway.presence.RedisStates;
import dev.rivulet.gateway.receipt.KafkaReceiptLog;
import dev.rivulet.gateway.receipt.Receipts;
import dev.rivulet.gateway.session.CurrentSlot;
import dev.rivulet.gateway.session.KafkaSessionLog;
import dev.rivulet.gateway.session.Session;
import dev.rivulet.gateway.session.SessionIds;
import dev.rivulet.gateway.session.SessionMeters;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.gateway.session.SessionSetting;
import dev.rivulet.gateway.session.SessionTime;
import dev.rivulet.gateway.signal.HttpAcquaintances;
import dev.rivulet.gateway.signal.KafkaTypingLog;
import dev.rivulet.gateway.signal.SignalMeters;
import dev.rivulet.gateway.signal.Signals;
import dev.rivulet.gateway.signal.Watches;
import dev.rivulet.gateway.websocket.Edge;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.CompactedTail;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import dev.rivulet.token.HttpKeySource;
import dev.rivulet.token.PublishedKeys;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenVerifier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/// Starts the edge gateway; wiring only.
public final class EdgeGateway implements RunningService {
  private static final String CLIENT = "edge-gateway";
  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(2);

  private final Parts parts;
  private final Map<String, Integer> ports;

  private EdgeGateway(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] arguments) {
    ServiceMain.run(CLIENT, GatewayConfig.class, EdgeGateway::start, arguments);
  }

  /// Opens the ports and starts everything.
  ///
  /// @throws dev.rivulet.runtime.ServiceFailure if a port is taken, or Kafka or its topics are not
  ///   there; what takes longer (a slot, keys) shows in readiness
  public static EdgeGateway start(GatewayConfig config) {
    return Parts.assemble(parts -> new Wiring(config, parts).start());
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }

  /// A record is too late to matter to its client after the command timeout, whatever it is.
  static Properties producerProperties(GatewayConfig config) {
    Properties properties = KafkaClients.producer(config.kafka(), CLIENT);
    String millis = String.valueOf(config.commandTimeout().toMillis());
    properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    return properties;
  }

  /// The parts in the order in which they are started; they are closed in reverse.
  private static final class Wiring {
    private final GatewayConfig config;
    private final Parts parts;
    private final UUID instance = UUID.randomUUID();
    private final Readiness readiness = new Readiness();
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Clock clock = Clock.systemUTC();
    private final CurrentSlot slot = new CurrentSlot();
    private final SessionRegistry sessions = new SessionRegistry();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final PrivacyTable privacy = new PrivacyTable();

    Wiring(GatewayConfig config, Parts parts) {
      this.config = config;
      this.parts = parts;
    }

    EdgeGateway start() {
      var started = readiness.flag("started", "starting");
      AdminServer admin =
          parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
      ServerSocket port = parts.add("port", Edge.bind(config.host(), config.port()));
      String address = config.address().orElseGet(() -> config.host() + ":" + port.getLocalPort());
      watchTopics();
      Producer<byte[], byte[]> producer = producer();
      RedisLink redis = redis();
      RedisPresence presence = presence(redis, address);
      SessionSetting setting = sessionSetting(producer, presence, signals(producer, redis));
      Edge edge = edge(port, setting);
      ownSlot(producer, presence, setting, address);
      readiness.add("draining", () -> CheckResult.upIf(!draining.get(), "draining"));
      parts.add(
          "drain",
          new Drain(
              edge, sessions, producer, draining, config.reconnectSpread(), config.drainTimeout()));
      started.up();
      return new EdgeGateway(parts, Map.of("admin", admin.port(), "ws", port.getLocalPort()));
    }

    private void watchTopics() {
      Admin admin = Admin.create(KafkaClients.admin(config.kafka(), CLIENT));
      var flag = readiness.flag("topics", "topics-unknown");
      parts.add("topic-watch", new TopicWatch(admin, config.kafka(), flag)).start();
    }

    private Producer<byte[], byte[]> producer() {
      var producer = new KafkaProducer<byte[], byte[]>(producerProperties(config));
      parts.add("producer", () -> producer.close(PRODUCER_CLOSE));
      return producer;
    }

    private RedisLink redis() {
      RedisLink link = parts.add("redis", new RedisLink(config.redis()));
      link.start();
      return link;
    }

    private Signals signals(Producer<byte[], byte[]> producer, RedisLink redis) {
      followPrivacy();
      var meters = new SignalMeters(registry);
      var acquaintances = parts.add("acquaintances", new HttpAcquaintances(config.jwksUrl()));
      var watches =
          parts.add(
              "watches",
              new Watches(
                  acquaintances, new RedisStates(redis), privacy, config.signals(), meters));
      watches.start();
      registry.gauge("rivulet.gateway.watched", watches, Watches::size);
      var typing =
          new KafkaTypingLog(
              producer,
              topic(Topic.TYPING),
              config.kafka().conversationPartitions(),
              config.signals().typingInFlightMax(),
              meters);
      return new Signals(privacy, typing, watches, meters);
    }

    private void followPrivacy() {
      parts.add(
          "privacy",
          CompactedTail.follow(
              config.kafka(),
              CLIENT + "-privacy",
              topic(Topic.PRIVACY),
              config.kafka().userPartitions(),
              message -> privacy.read(message.value()),
              readiness.flag("privacy", "privacy-not-read")));
    }

    private RedisPresence presence(RedisLink link, String address) {
      var presence = parts.add("presence", new RedisPresence(link, instance, address, slot));
      presence.start();
      return presence;
    }

    private SessionSetting sessionSetting(
        Producer<byte[], byte[]> producer, RedisPresence presence, Signals signals) {
      int conversations = config.kafka().conversationPartitions();
      return new SessionSetting(
          instance,
          slot,
          sessions,
          new KafkaSessionLog(producer, topic(Topic.SESSIONS), config.kafka().userPartitions()),
          presence,
          new KafkaCommandLog(producer, topic(Topic.COMMANDS), conversations),
          new SendCommands(instance, mediaTickets()),
          new KafkaReceiptLog(producer, topic(Topic.RECEIPTS), conversations),
          new Receipts(instance, privacy),
          tokens(),
          revocations(),
          new SessionMeters(registry, sessions),
          signals,
          config.attachTimeout(),
          config.attachedTimeout(),
          config.connection().attachBytesMax(),
          config.connection().messageBytesMax(),
          SessionTime.SYSTEM,
          SessionIds::next);
    }

    private MediaTickets mediaTickets() {
      return config
          .mediaKeys()
          .tickets()
          .map(MediaKeys::parse)
          .map(MediaTickets::of)
          .orElseGet(MediaTickets::none);
    }

    private TokenVerifier tokens() {
      var source = parts.add("key-source", new HttpKeySource(config.jwksUrl()));
      var keys = parts.add("keys", new PublishedKeys(source, System::nanoTime));
      keys.start();
      readiness.add("keys", () -> CheckResult.upIf(keys.known(), "no-signing-keys"));
      return new TokenVerifier(keys, config.issuer(), config.audience(), clock);
    }

    private Revocations revocations() {
      var revocations = new Revocations(TokenVerifier.LIFETIME_MAX, clock);
      parts.add(
          "revocations",
          CompactedTail.follow(
              config.kafka(),
              CLIENT + "-revocations",
              topic(Topic.REVOCATIONS),
              config.kafka().userPartitions(),
              message -> revocations.read(message.value()).ifPresent(this::revoke),
              readiness.flag("revocations", "revocations-not-read")));
      return revocations;
    }

    private void revoke(Revocation revocation) {
      UUID user = Ids.uuid(revocation.getUser());
      Session session = sessions.ofDevice(user, Ids.uuid(revocation.getDevice()));
      if (session != null) {
        session.revoke(revocation.getIssuedUntil());
      }
    }

    private Edge edge(ServerSocket port, SessionSetting setting) {
      var edgeSetting =
          new Edge.Setting(
              port,
              config.allowedOrigins(),
              config.connection(),
              () -> !draining.get() && slot.owned() && readiness.isReady(),
              connection -> new Session(connection, setting),
              registry);
      return parts.add("edge", Edge.start(edgeSetting));
    }

    private void ownSlot(
        Producer<byte[], byte[]> producer,
        RedisPresence presence,
        SessionSetting setting,
        String address) {
      var deliveries =
          new Deliveries(
              instance,
              sessions,
              setting.log(),
              setting.meters(),
              setting.signals(),
              config.encodedBytesMax(),
              System::nanoTime);
      var owner =
          new SlotOwner(
              new SlotOwner.Setting(
                  consumer("deliveries"),
                  producer,
                  deliveries,
                  presence,
                  slot,
                  sessions,
                  instance,
                  address,
                  topic(Topic.DELIVERIES),
                  config.kafka().deliveryPartitions(),
                  readiness.flag("slot", "no-slot")));
      parts.add("slot", owner).start();
      registry.gauge("rivulet.gateway.slot.lag", owner, SlotOwner::lag);
    }

    private KafkaConsumer<byte[], byte[]> consumer(String name) {
      String id = CLIENT + "-" + name;
      return new KafkaConsumer<>(
          KafkaClients.consumer(config.kafka(), id, IsolationLevel.READ_UNCOMMITTED));
    }

    private String topic(Topic topic) {
      return topic.name(config.kafka().topicPrefix());
    }
  }
}
