package dev.rivulet.api;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import dev.rivulet.api.account.AccountControl;
import dev.rivulet.api.account.AccountResource;
import dev.rivulet.api.account.CassandraAccountStore;
import dev.rivulet.api.admin.AdminApi;
import dev.rivulet.api.contact.ContactResource;
import dev.rivulet.api.contact.Contacts;
import dev.rivulet.api.conversation.Blocked;
import dev.rivulet.api.conversation.CassandraPlaceStore;
import dev.rivulet.api.conversation.ConversationControl;
import dev.rivulet.api.conversation.ConversationResource;
import dev.rivulet.api.conversation.Departures;
import dev.rivulet.api.device.CassandraDeviceStore;
import dev.rivulet.api.device.DeviceResource;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.docs.DocsResource;
import dev.rivulet.api.erasure.Erasures;
import dev.rivulet.api.export.ExportResource;
import dev.rivulet.api.history.CassandraHistoryStore;
import dev.rivulet.api.history.History;
import dev.rivulet.api.history.HistoryResource;
import dev.rivulet.api.http.HttpServer;
import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.limit.Redis;
import dev.rivulet.api.limit.RedisKeyUses;
import dev.rivulet.api.log.KafkaCommandLog;
import dev.rivulet.api.log.TopicCheck;
import dev.rivulet.api.media.CassandraPictureStore;
import dev.rivulet.api.media.MediaResource;
import dev.rivulet.api.media.PicturePlace;
import dev.rivulet.api.media.Pictures;
import dev.rivulet.api.oidc.CassandraIdentities;
import dev.rivulet.api.oidc.Issuer;
import dev.rivulet.api.presence.PresenceResource;
import dev.rivulet.api.presence.RedisPresenceSource;
import dev.rivulet.api.privacy.PrivacyResource;
import dev.rivulet.api.receipt.CassandraWatermarkStore;
import dev.rivulet.api.receipt.ReceiptResource;
import dev.rivulet.api.store.CassandraConnection;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.sync.CassandraInboxStore;
import dev.rivulet.api.sync.SyncResource;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.KeyRotation;
import dev.rivulet.api.token.KeyedIds;
import dev.rivulet.api.token.KeysResource;
import dev.rivulet.api.token.RefreshCookie;
import dev.rivulet.api.token.RefreshTokens;
import dev.rivulet.api.token.SigningKeys;
import dev.rivulet.api.web.WebResource;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.CompactedTail;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import dev.rivulet.token.Revocations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The service: accounts, tokens, devices, conversations, history and sync over HTTP. It starts
/// without Cassandra, Kafka and Redis, says that it is not ready, and refuses with `unavailable`
/// until they are there.
public final class ClientApi implements RunningService {
  private static final String CLIENT_ID = "client-api";
  private static final Duration LIMIT_WINDOW = Duration.ofMinutes(1);
  private static final int OPERATORS_MAX = 64;
  private static final int EXPORTS_PER_MINUTE = 2;

  private final Parts parts;
  private final Map<String, Integer> ports;
  private final List<String> routes;

  private ClientApi(Parts parts, Map<String, Integer> ports, List<String> routes) {
    this.parts = parts;
    this.ports = ports;
    this.routes = routes;
  }

  public static void main(String[] args) {
    ServiceMain.run(CLIENT_ID, ApiConfig.class, ClientApi::start, args);
  }

  public static ClientApi start(ApiConfig config) {
    return Parts.assemble(parts -> new Assembly(config, parts).start());
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  /// What clients are served, each as `GET /v1/me`.
  List<String> routes() {
    return routes;
  }

  @Override
  public void close() {
    parts.close();
  }

  /// What several resources share while the service is put together.
  private static final class Assembly {
    private final ApiConfig config;
    private final Parts parts;
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Readiness readiness = new Readiness();
    private final Readiness.Flag started = readiness.flag("started", "starting");
    private final Router router = new Router();
    private final AdminServer admin;
    private final Database database;
    private final KafkaCommandLog log;
    private final Redis redis;
    private final RateLimits limits;
    private final Revocations revocations;
    private final Readiness.Flag revocationsRead;
    private final PrivacyTable privacy = new PrivacyTable();
    private final SigningKeys keys;
    private final AccessTokens accessTokens;
    private final Authentication authentication;
    private final Origins origins;
    private final CassandraHistoryStore history;
    private final CassandraPlaceStore places;
    private final Pictures pictures;
    private final String instance = UUID.randomUUID().toString();

    Assembly(ApiConfig config, Parts parts) {
      this.config = config;
      this.parts = parts;
      this.keys = SigningKeys.load(config.signingKeyFile(), config.signingAlgorithm(), clock);
      this.admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
      this.database = database();
      this.history = new CassandraHistoryStore(database);
      this.places = new CassandraPlaceStore(database);
      this.pictures =
          new Pictures(
              new CassandraPictureStore(database),
              config.mediaKeys().urls().map(MediaKeys::parse),
              clock);
      this.log = parts.add("log", new KafkaCommandLog(config.kafka(), CLIENT_ID));
      this.redis = parts.add("redis", new Redis(config.redis()));
      this.limits = RateLimits.of(redis, clock);
      this.revocations = new Revocations(config.accessTokenLifetime(), clock);
      this.accessTokens =
          new AccessTokens(
              keys, config.issuer(), config.audience(), config.accessTokenLifetime(), clock);
      this.revocationsRead = readiness.flag("revocations", "revocations-unread");
      this.authentication =
          new Authentication(
              accessTokens,
              revocations,
              () -> revocationsRead.result() instanceof CheckResult.Up,
              this::admit);
      this.origins = Origins.of(config.corsOrigins(), config.https());
    }

    private void admit(Caller caller, Request request) {
      limits.use(
          request,
          perMinute("requests-user", config.limits().requestsByUser()),
          caller.user().toString());
      limits.use(
          request,
          perMinute("requests-device", config.limits().requestsByDevice()),
          caller.user() + ":" + caller.device());
    }

    private Database database() {
      CassandraConnection cassandra =
          parts.add(
              "cassandra",
              new CassandraConnection(
                  config.cassandra(),
                  config.statementsMax(),
                  readiness.flag("cassandra", "cassandra-away")));
      return new Database(
          cassandra::session,
          DefaultConsistencyLevel.valueOf(config.cassandra().consistency().name()),
          registry);
    }

    ClientApi start() {
      follow();
      CassandraAccountStore accounts = new CassandraAccountStore(database);
      Contacts contacts = Contacts.of(database);
      AccountControl control = accounts(accounts, contacts);
      conversations(accounts, contacts);
      new KeysResource(keys).routes(router);
      new DocsResource().routes(router);
      new WebResource(config.gateways(), config.mediaUrl()).routes(router);
      KeyRotation.Settings rotation =
          new KeyRotation.Settings(
              config.signingKeyRotation(), config.signingKeyLead(), config.accessTokenLifetime());
      Map<String, Integer> served = new HashMap<>();
      served.put("admin", admin.port());
      KeyRotation rotated = parts.add("keys", new KeyRotation(keys, rotation, clock).start());
      config
          .operator()
          .tokenFile()
          .ifPresent(file -> served.put("operator", operators(file, control, rotated).port()));
      HttpServer server =
          parts.add(
              "http",
              HttpServer.start(
                  new HttpServer.Settings(
                      config.host(),
                      config.port(),
                      config.requestBytesMax(),
                      config.requestTimeout(),
                      config.connectionsMax(),
                      config.trustForwardedFor(),
                      origins),
                  router,
                  registry));
      started.up();
      served.put("http", server.port());
      return new ClientApi(parts, Map.copyOf(served), router.routes());
    }

    private HttpServer operators(Path tokenFile, AccountControl control, KeyRotation rotated) {
      AdminApi api =
          new AdminApi(
              tokenFile,
              control,
              new ConversationControl(history, log, instance),
              rotated,
              log,
              clock);
      return parts.add(
          "operators",
          HttpServer.start(
              new HttpServer.Settings(
                  config.operator().host(),
                  config.operator().port(),
                  config.requestBytesMax(),
                  config.requestTimeout(),
                  OPERATORS_MAX,
                  false,
                  Origins.none()),
              api.routes(),
              registry));
    }

    private void follow() {
      parts.add(
          "topics",
          new TopicCheck(config.kafka(), CLIENT_ID, readiness.flag("topics", "topics-unknown")));
      parts.add(
          "revocations",
          CompactedTail.follow(
              config.kafka(),
              CLIENT_ID,
              Topic.REVOCATIONS.name(config.kafka().topicPrefix()),
              config.kafka().userPartitions(),
              message -> revocations.read(message.value()),
              revocationsRead));
      followPrivacy();
      Gauge.builder("rivulet.api.revocations", revocations, Revocations::size)
          .description("Devices whose access tokens are void before they expire")
          .register(registry);
    }

    private void followPrivacy() {
      parts.add(
          "privacy",
          CompactedTail.follow(
              config.kafka(),
              CLIENT_ID,
              Topic.PRIVACY.name(config.kafka().topicPrefix()),
              config.kafka().userPartitions(),
              message -> privacy.read(message.value()),
              readiness.flag("privacy", "privacy-unread")));
    }

    private AccountControl accounts(CassandraAccountStore store, Contacts contacts) {
      KeyedIds keyedIds = new KeyedIds(keys);
      Devices devices =
          new Devices(
              new CassandraDeviceStore(database),
              new Devices.Issuing(accessTokens, new RefreshTokens(keys), keyedIds),
              log,
              revocations,
              new Devices.Settings(
                  config.refreshTokenGrace(), config.refreshTokenLifetime(), config.devicesMax()),
              clock);
      RefreshCookie cookie = new RefreshCookie(config.refreshTokenLifetime(), origins);
      new DeviceResource(
              devices,
              cookie,
              limits,
              strangers("refresh-address", config.limits().refreshesByAddress()))
          .routes(router, authentication);
      CassandraIdentities identities =
          new CassandraIdentities(
              database, config.oidcIssuers().stream().map(Issuer::parse).toList(), clock);
      Erasures erasures = erasures(store, devices, identities, contacts);
      new ExportResource(
              new ExportResource.Sources(store, devices, places, new History(history)),
              limits,
              perMinute("exports-user", EXPORTS_PER_MINUTE))
          .routes(router, authentication);
      AccountResource accounts =
          new AccountResource(
              new AccountResource.Parts(
                  store,
                  devices,
                  keyedIds,
                  log,
                  this::cacheHandle,
                  limits,
                  cookie,
                  identities,
                  erasures,
                  pictures),
              config.password(),
              new AccountResource.Budgets(
                  strangers("sign-up-address", config.limits().signUpsByAddress()),
                  strangers("login-address", config.limits().loginsByAddress()),
                  strangers("login-handle", config.limits().loginsByHandle()),
                  perMinute("password-user", config.limits().loginsByHandle())),
              registry,
              clock);
      parts.add("passwords", accounts).routes(router, authentication);
      return accounts.control();
    }

    private Erasures erasures(
        CassandraAccountStore store,
        Devices devices,
        CassandraIdentities identities,
        Contacts contacts) {
      return parts.add(
          "erasures",
          Erasures.start(
              database,
              new Erasures.Parts(
                  store,
                  devices,
                  user -> {
                    identities.forget(user);
                    contacts.forget(user);
                    pictures.change(user, PicturePlace.user(user), Optional.empty());
                  },
                  new Departures(places, history, log, instance),
                  log),
              config.erasureDelay(),
              clock));
    }

    private void conversations(CassandraAccountStore accounts, Contacts contacts) {
      CassandraHistoryStore history = new CassandraHistoryStore(database);
      CassandraPlaceStore places = new CassandraPlaceStore(database);
      CassandraWatermarkStore watermarks = new CassandraWatermarkStore(database);
      new ContactResource(contacts, accounts::existing, new Blocked(places, history, watermarks))
          .routes(router, authentication);
      new ConversationResource(
              new ConversationResource.Parts(
                  places,
                  history,
                  watermarks,
                  log,
                  new RedisKeyUses(redis),
                  instance,
                  accounts::existing,
                  contacts::mayOpen,
                  pictures,
                  limits),
              perMinute("commands-user", config.limits().commandsByUser()),
              config.conversationsPageMax())
          .routes(router, authentication);
      new HistoryResource(new History(history), config.historyPageMax(), config.eventsRangeMax())
          .routes(router, authentication);
      config
          .mediaKeys()
          .urls()
          .map(MediaKeys::parse)
          .map(keys -> new MediaResource(new History(history), keys, clock))
          .ifPresent(media -> media.routes(router, authentication));
      new SyncResource(
              new CassandraInboxStore(database),
              places,
              history::deleted,
              config.kafka().userPartitions(),
              config.syncPageMax(),
              clock)
          .routes(router, authentication);
      receipts(places, history, watermarks);
    }

    private void receipts(
        CassandraPlaceStore places,
        CassandraHistoryStore history,
        CassandraWatermarkStore watermarks) {
      new ReceiptResource(history, watermarks, privacy).routes(router, authentication);
      new PrivacyResource(
              privacy, log, limits, perMinute("commands-user", config.limits().commandsByUser()))
          .routes(router, authentication);
      new PresenceResource(places, history, new RedisPresenceSource(redis), privacy)
          .routes(router, authentication);
    }

    /// For operators, who look a person up by handle; not waited for by anything.
    private void cacheHandle(String handle, UUID user) {
      redis.tell(commands -> commands.hset("handles", handle, user.toString()));
    }

    private static Budget strangers(String name, int max) {
      return perMinute(name, max).ofStrangers();
    }

    private static Budget perMinute(String name, int max) {
      return new Budget(name, max, LIMIT_WINDOW);
    }
  }
}
