package dev.rivulet.media.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.media.file.FileType;
import dev.rivulet.media.http.Exchange;
import dev.rivulet.media.http.MediaServer;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.index.StoredVariant;
import dev.rivulet.media.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// Serves variants. What the address says is all the right that is asked for: client-api gives it
/// to those who may see a message that carries the media.
public final class DeliveryResource {
  private static final int CACHED_MAX = 10_000;

  /// As long may erased media still be found here.
  private static final Duration CACHED_FOR = Duration.ofSeconds(10);

  private final MediaIndex index;
  private final ObjectStore store;
  private final MediaKeys keys;
  private final InstantSource clock;
  private final Cache<UUID, Media> known =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(CACHED_FOR).build();

  public DeliveryResource(
      MediaIndex index, ObjectStore store, MediaKeys keys, InstantSource clock) {
    this.index = index;
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  public void routes(MediaServer.Routes routes) {
    routes.add("GET", "/v1/media/{id}/{variant}", this::get);
    routes.add("HEAD", "/v1/media/{id}/{variant}", this::get);
  }

  /// From now on erased media is not found here.
  public void forget(UUID media) {
    known.invalidate(media);
  }

  private void get(Exchange exchange) throws IOException {
    MediaUrl.Grant grant =
        MediaUrl.verify(exchange.pathAndQuery(), clock.instant(), keys)
            .orElseThrow(() -> Problem.of(403, "bad-signature"));
    Media media = find(grant.media()).orElseThrow(Problem::unknownMedia);
    StoredVariant variant =
        media.content().variant(grant.variant().text()).orElseThrow(Problem::unknownMedia);
    headers(exchange, media, variant);
    answer(exchange, variant);
  }

  private Optional<Media> find(UUID id) {
    Media cached = known.getIfPresent(id);
    if (cached != null) {
      return Optional.of(cached);
    }
    // Erased at once for all who look, though it stays until no ticket can bring it back.
    Optional<Media> found =
        index.find(id).filter(_ -> index.carried(id) != MediaIndex.Carried.NO_MORE);
    found.ifPresent(media -> known.put(id, media));
    return found;
  }

  private static void headers(Exchange exchange, Media media, StoredVariant variant) {
    boolean shown =
        FileType.named(variant.mediaType())
            .filter(type -> type.kind() != FileType.Kind.FILE)
            .isPresent();
    exchange
        .set("ETag", etag(variant))
        .set("Cache-Control", "private, max-age=31536000, immutable")
        .set("Accept-Ranges", "bytes")
        .set("Content-Security-Policy", "default-src 'none'; sandbox")
        .set("Cross-Origin-Resource-Policy", "cross-origin")
        .set("Content-Disposition", disposition(shown ? "inline" : "attachment", media.name()))
        // What is not a picture, sound or film is some bytes, whatever its sender called it.
        .set("Content-Type", shown ? variant.mediaType() : FileType.OTHER.mediaType());
  }

  private static String etag(StoredVariant variant) {
    return '"' + variant.hash() + '"';
  }

  private static String disposition(String how, String name) {
    if (name.isEmpty()) {
      return how;
    }
    String coded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return how + "; filename*=UTF-8''" + coded.replace("*", "%2A");
  }

  private void answer(Exchange exchange, StoredVariant variant) throws IOException {
    Optional<String> match = exchange.header("If-Match");
    if (match.isPresent() && !names(match.get(), variant)) {
      throw Problem.of(412, "precondition-failed");
    }
    if (exchange.header("If-None-Match").filter(it -> names(it, variant)).isPresent()) {
      exchange.send(304);
      return;
    }
    switch (range(exchange, variant)) {
      case ByteRange.Whole _ -> send(exchange, variant, 200, 0, variant.bytes());
      case ByteRange.Part(long offset, long length) -> {
        exchange.set(
            "Content-Range",
            "bytes %d-%d/%d".formatted(offset, offset + length - 1, variant.bytes()));
        send(exchange, variant, 206, offset, length);
      }
      case ByteRange.Beyond _ -> {
        exchange.set("Content-Range", "bytes */" + variant.bytes());
        throw Problem.of(416, "range-not-satisfiable");
      }
    }
  }

  private static ByteRange range(Exchange exchange, StoredVariant variant) {
    Optional<String> range = exchange.header("Range");
    boolean other = exchange.header("If-Range").filter(it -> !it.equals(etag(variant))).isPresent();
    return range.isEmpty() || other
        ? new ByteRange.Whole()
        : ByteRange.parse(range.get(), variant.bytes());
  }

  /// Whether a list of tags has this one, or any.
  private static boolean names(String list, StoredVariant variant) {
    return Arrays.stream(list.split(",", -1))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag(variant)));
  }

  private void send(Exchange exchange, StoredVariant variant, int status, long offset, long length)
      throws IOException {
    if (exchange.method().equals("HEAD")) {
      exchange.sendHead(status, length);
      return;
    }
    try (InputStream in = store.read(variant.key(), offset, length)) {
      exchange.sendStream(status, length, in);
    } catch (ObjectStore.MissingObject lost) {
      throw Problem.unknownMedia();
    }
  }
}
