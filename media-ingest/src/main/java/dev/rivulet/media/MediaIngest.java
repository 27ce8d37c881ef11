package dev.rivulet.media;

import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.media.decode.DecoderPool;
import dev.rivulet.media.decode.Fence;
import dev.rivulet.media.deliver.Caches;
import dev.rivulet.media.deliver.DeliveryResource;
import dev.rivulet.media.film.FilmTools;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Pages;
import dev.rivulet.media.index.Cassandra;
import dev.rivulet.media.index.CassandraMediaIndex;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.store.S3ObjectStore;
import dev.rivulet.media.store.StoreCheck;
import dev.rivulet.media.sweep.Sweeper;
import dev.rivulet.media.token.Authentication;
import dev.rivulet.media.upload.ContentMaker;
import dev.rivulet.media.upload.Intake;
import dev.rivulet.media.upload.KafkaMediaLog;
import dev.rivulet.media.upload.Spool;
import dev.rivulet.media.upload.Tickets;
import dev.rivulet.media.upload.TusResource;
import dev.rivulet.media.upload.UploadResource;
import dev.rivulet.runtime.AdminServer;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.CompactedTail;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.Readiness;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import dev.rivulet.runtime.Threads;
import dev.rivulet.token.HttpKeySource;
import dev.rivulet.token.PublishedKeys;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenVerifier;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service. It starts without Cassandra, Kafka and the object store, says that it is not ready,
/// and refuses with `unavailable` until they are there.
public final class MediaIngest implements RunningService {
  private static final String CLIENT_ID = "media-ingest";
  private static final Logger LOG = LoggerFactory.getLogger(MediaIngest.class);

  private final Parts parts;
  private final Map<String, Integer> ports;

  private MediaIngest(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run(CLIENT_ID, MediaConfig.class, MediaIngest::start, args);
  }

  public static MediaIngest start(MediaConfig config) {
    return Parts.assemble(parts -> new Assembly(config, parts).start());
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }

  /// What several resources share while the service is put together.
  private static final class Assembly {
    private final MediaConfig config;
    private final Parts parts;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Readiness readiness = new Readiness();
    private final Readiness.Flag started = readiness.flag("started", "starting");
    private final AdminServer admin;
    private final MediaKeys ticketKeys;
    private final MediaKeys urlKeys;

    Assembly(MediaConfig config, Parts parts) {
      this.config = config;
      this.parts = parts;
      this.ticketKeys = MediaKeys.parse(config.mediaKeys().tickets().orElseThrow());
      this.urlKeys = MediaKeys.parse(config.mediaKeys().urls().orElseThrow());
      this.admin = parts.add("admin", AdminServer.start(config.admin(), readiness, registry));
    }

    MediaIngest start() {
      Spool spool = new Spool(config.spoolDir().resolve("uploads"), config.limits());
      MediaIndex index = index();
      S3ObjectStore store = store();
      DeliveryResource delivery = new DeliveryResource(index, store, urlKeys, clock);
      KafkaMediaLog log = parts.add("log", new KafkaMediaLog(config.kafka(), CLIENT_ID));
      Intake intake =
          new Intake(
              new Intake.Parts(maker(), index, store, log, clock),
              config.limits(),
              new SecureRandom());
      MediaServer.Routes routes = new MediaServer.Routes();
      UploadResource.Parts shared =
          new UploadResource.Parts(
              authentication(),
              intake,
              spool,
              new Tickets(ticketKeys),
              index,
              config.limits(),
              clock);
      new UploadResource(shared).routes(routes);
      new TusResource(shared, store).routes(routes);
      delivery.routes(routes);
      Caches caches = parts.add("caches", new Caches(config.caches()));
      parts
          .add(
              "sweeper",
              new Sweeper(
                  new Sweeper.Parts(
                      index, store, log, media -> erased(media, delivery, caches), clock),
                  config.sweep()))
          .start();
      MediaServer server = parts.add("http", MediaServer.start(settings(), routes, registry));
      started.up();
      return new MediaIngest(parts, Map.of("http", server.port(), "admin", admin.port()));
    }

    /// In this order: the cache must not get again from us what it has just lost.
    private static boolean erased(UUID media, DeliveryResource delivery, Caches caches) {
      delivery.forget(media);
      return caches.purge(media);
    }

    private MediaServer.Settings settings() {
      return new MediaServer.Settings(
          config.host(),
          config.port(),
          config.connectionsMax(),
          config.silence(),
          config.bodyTimeout(),
          new Pages(config.corsOrigins()));
    }

    private MediaIndex index() {
      Cassandra cassandra =
          parts.add(
              "cassandra",
              new Cassandra(config.cassandra(), readiness.flag("cassandra", "cassandra-away")));
      cassandra.start();
      return new CassandraMediaIndex(cassandra);
    }

    private S3ObjectStore store() {
      S3ObjectStore store = parts.add("store", new S3ObjectStore(config.store()));
      parts.add("store-check", new StoreCheck(store, readiness.flag("store", "store-away")));
      return store;
    }

    private ContentMaker maker() {
      Fence fence = Fence.find();
      DecoderPool decoders =
          parts.add(
              "decoders",
              new DecoderPool(
                  config.decoder(),
                  fence,
                  config.spoolDir().resolve("decoders"),
                  ManagementFactory.getRuntimeMXBean().getClassPath()));
      Threads.startVirtual("decoders-warm-up", decoders::warmUp);
      Optional<FilmTools> films = FilmTools.find(fence);
      LOG.info(
          "audio and video {}",
          films.isPresent() ? "are examined by ffmpeg" : "are kept unexamined: no ffmpeg here");
      return new ContentMaker(decoders, films);
    }

    private Authentication authentication() {
      HttpKeySource source = parts.add("key-source", new HttpKeySource(config.jwksUrl()));
      PublishedKeys keys = parts.add("keys", new PublishedKeys(source, System::nanoTime));
      keys.start();
      readiness.add("keys", () -> CheckResult.upIf(keys.known(), "no-signing-keys"));
      Revocations revocations = new Revocations(TokenVerifier.LIFETIME_MAX, clock);
      Readiness.Flag read = readiness.flag("revocations", "revocations-not-read");
      parts.add(
          "revocations",
          CompactedTail.follow(
              config.kafka(),
              CLIENT_ID + "-revocations",
              Topic.REVOCATIONS.name(config.kafka().topicPrefix()),
              config.kafka().userPartitions(),
              message -> revocations.read(message.value()),
              read));
      Gauge.builder("rivulet.media.revocations", revocations, Revocations::size)
          .description("Devices whose access tokens are void before they expire")
          .register(registry);
      return new Authentication(
          new TokenVerifier(keys, config.issuer(), config.audience(), clock),
          revocations,
          () -> read.result() instanceof CheckResult.Up);
    }
  }
}
