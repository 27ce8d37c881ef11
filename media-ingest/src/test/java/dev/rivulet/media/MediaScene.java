package dev.rivulet.media;

import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.decode.DecoderBounds;
import dev.rivulet.media.decode.DecoderPool;
import dev.rivulet.media.decode.Fence;
import dev.rivulet.media.deliver.DeliveryResource;
import dev.rivulet.media.film.FilmTools;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Pages;
import dev.rivulet.media.index.MemoryMediaIndex;
import dev.rivulet.media.store.MemoryObjectStore;
import dev.rivulet.media.token.Authentication;
import dev.rivulet.media.upload.ContentMaker;
import dev.rivulet.media.upload.Intake;
import dev.rivulet.media.upload.MemoryMediaLog;
import dev.rivulet.media.upload.Spool;
import dev.rivulet.media.upload.Tickets;
import dev.rivulet.media.upload.TusResource;
import dev.rivulet.media.upload.UploadLimits;
import dev.rivulet.media.upload.UploadResource;
import dev.rivulet.token.PublishedKeys;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenVerifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The service over HTTP with its store, index and log in memory; decoders are real.
public final class MediaScene implements AutoCloseable {
  public static final MediaKeys KEYS =
      MediaKeys.parse("k1 MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

  public final MemoryObjectStore store = new MemoryObjectStore();
  public final MemoryMediaIndex index = new MemoryMediaIndex();
  public final MemoryMediaLog log = new MemoryMediaLog();
  public final UUID ann = UUID.randomUUID();
  public final UUID bob = UUID.randomUUID();
  public final Path spool;
  public final TestTokens tokens = new TestTokens("key-1");
  public final Revocations revocations =
      new Revocations(TokenVerifier.LIFETIME_MAX, Clock.systemUTC());
  public final MediaServer.Routes routes = new MediaServer.Routes();
  private final PublishedKeys signingKeys = new PublishedKeys(tokens::keySet, System::nanoTime);
  private final HttpClient client = HttpClient.newHttpClient();
  private final DecoderPool decoders;
  private final MediaServer server;

  public MediaScene(Path folder, UploadLimits limits) {
    this.spool = folder.resolve("spool");
    Clock clock = Clock.systemUTC();
    Fence fence = Fence.find();
    this.decoders =
        new DecoderPool(
            decoderBounds(),
            fence,
            folder.resolve("decoders"),
            System.getProperty("java.class.path"));
    Intake intake =
        new Intake(
            new Intake.Parts(
                new ContentMaker(decoders, FilmTools.find(fence)), index, store, log, clock),
            limits,
            new SecureRandom());
    UploadResource.Parts shared =
        new UploadResource.Parts(
            new Authentication(
                new TokenVerifier(signingKeys, "rivulet", "rivulet", clock),
                revocations,
                () -> true),
            intake,
            new Spool(spool, limits),
            new Tickets(KEYS),
            index,
            limits,
            clock);
    new UploadResource(shared).routes(routes);
    new TusResource(shared, store).routes(routes);
    new DeliveryResource(index, store, KEYS, clock).routes(routes);
    this.server =
        MediaServer.start(
            new MediaServer.Settings(
                "127.0.0.1",
                0,
                100,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new Pages(List.of())),
            routes,
            new SimpleMeterRegistry());
  }

  public static DecoderBounds decoderBounds() {
    return new DecoderBounds(
        2,
        "auto",
        Duration.ofSeconds(20),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        320,
        700,
        500,
        Duration.ofMinutes(2));
  }

  public static UploadLimits limits() {
    return new UploadLimits(
        8 << 20, 8 << 20, 8 << 20, 1 << 20, 32 << 20, 4, Duration.ofHours(1), Duration.ofHours(24));
  }

  public int port() {
    return server.port();
  }

  public String token(UUID user) {
    return tokens.token(user, new UUID(7, 7), Clock.systemUTC().instant());
  }

  public HttpRequest.Builder request(UUID user, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header("Authorization", "Bearer " + token(user));
  }

  public HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      HttpRequest asked = request.build();
      HttpResponse<byte[]> answer = client.send(asked, BodyHandlers.ofByteArray());
      InterfaceDocument.judge(asked, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<byte[]> upload(UUID user, byte[] bytes, String mediaType) {
    return send(
        request(user, "/v1/media")
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  public HttpResponse<byte[]> get(UUID media, MediaVariant variant) {
    return send(signed(media, variant));
  }

  /// What client-api would give to a member.
  public HttpRequest.Builder signed(UUID media, MediaVariant variant) {
    String path = MediaUrl.sign(media, variant, Clock.systemUTC().instant(), KEYS);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).GET();
  }

  @Override
  public void close() {
    server.close();
    decoders.close();
    signingKeys.close();
    client.close();
  }
}
