package dev.rivulet.api.media;

import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Where media can be fetched for some minutes: `urls` are path and query by variant, `expires` is
/// in milliseconds.
record Addresses(List<Medium> media, long expires) {
  record Medium(UUID id, String type, Map<String, String> urls) {}

  static Addresses of(List<Medium> media, Instant now) {
    return new Addresses(media, MediaUrl.expires(now).toEpochMilli());
  }

  static Medium medium(UUID id, String type, Instant now, MediaKeys keys) {
    Map<String, String> urls = new LinkedHashMap<>();
    for (MediaVariant variant : MediaVariant.of(type)) {
      urls.put(variant.text(), MediaUrl.sign(id, variant, now, keys));
    }
    return new Medium(id, type, urls);
  }
}
