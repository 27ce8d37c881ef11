package dev.rivulet.client.media;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where what a message carries can be fetched until `expires` (milliseconds since 1970).
public record MediaAddresses(List<Medium> media, long expires) {
  public MediaAddresses {
    media = media == null ? List.of() : List.copyOf(media);
  }

  /// `urls` are path and query by variant.
  public record Medium(UUID id, String type, Map<String, String> urls) {
    public Medium {
      urls = urls == null ? Map.of() : Map.copyOf(urls);
    }
  }

  /// The address of a variant of a medium.
  public Optional<String> url(UUID id, String variant) {
    return media.stream()
        .filter(medium -> medium.id().equals(id))
        .flatMap(medium -> Optional.ofNullable(medium.urls().get(variant)).stream())
        .findFirst();
  }
}
