package dev.rivulet.contracts.media;

import dev.rivulet.contracts.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The address at which a variant can be fetched for a few minutes, by whoever has it:
/// `/v1/media/{id}/{variant}?expires={unix seconds}&key={key id}&signature={lower-case hex}`.
///
/// The signature is HMAC-SHA-256 over the bytes of path and query before `&signature=`, so that a
/// balancer can check it with what it has at hand. The parameters come in this order and no other:
/// one address has one spelling.
public final class MediaUrl {
  public static final String PATH = "/v1/media/";

  /// How long an address works at most.
  public static final Duration LIFETIME_MAX = Duration.ofMinutes(5);

  /// The end is a multiple of this, so that addresses repeat and browsers find what they have.
  private static final long STEP_SECONDS = 60;

  private static final String SIGNATURE = "&signature=";
  private static final Pattern SIGNED =
      Pattern.compile(
          "/v1/media/([0-9a-f-]{36})/([a-z]{1,16})"
              + "\\?expires=([1-9][0-9]{9,11})&key=([A-Za-z0-9_-]{1,32})");

  /// What an address gives.
  public record Grant(UUID media, MediaVariant variant, Instant expires) {}

  private MediaUrl() {}

  /// Path and query. Works for 4 to 5 minutes from `now` on.
  public static String sign(UUID media, MediaVariant variant, Instant now, MediaKeys keys) {
    var signed =
        "%s%s/%s?expires=%d&key=%s"
            .formatted(PATH, media, variant.text(), expires(now).getEpochSecond(), keys.signing());
    return signed + SIGNATURE + HexFormat.of().formatHex(keys.mac(keys.signing(), signed));
  }

  /// When what is signed now stops to work.
  public static Instant expires(Instant now) {
    long latest = now.plus(LIFETIME_MAX).getEpochSecond();
    return Instant.ofEpochSecond(latest - Math.floorMod(latest, STEP_SECONDS));
  }

  /// What this path and query gives; empty if none of the keys signed it or its time is over.
  public static Optional<Grant> verify(String pathAndQuery, Instant now, MediaKeys keys) {
    int end = pathAndQuery.lastIndexOf(SIGNATURE);
    var signed = end < 0 ? "" : pathAndQuery.substring(0, end);
    var parts = SIGNED.matcher(signed);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var mac = hex(pathAndQuery.substring(end + SIGNATURE.length()));
    var expires = Instant.ofEpochSecond(Long.parseLong(parts.group(3)));
    if (!keys.verifies(parts.group(4), signed, mac) || !now.isBefore(expires)) {
      return Optional.empty();
    }
    return Ids.parse(parts.group(1))
        .flatMap(
            media ->
                MediaVariant.parse(parts.group(2))
                    .map(variant -> new Grant(media, variant, expires)));
  }

  /// Lower case alone, for one address has one spelling.
  private static byte[] hex(String text) {
    boolean lower =
        text.chars().allMatch(it -> (it >= '0' && it <= '9') || (it >= 'a' && it <= 'f'));
    return lower && text.length() == 64 ? HexFormat.of().parseHex(text) : new byte[0];
  }
}
