package dev.rivulet.media.index;

import java.util.List;
import java.util.Optional;

/// What became of one file, whoever uploaded it.
///
/// @param mediaType of the largest variant
/// @param width in pixels, of the largest variant; 0: has none
/// @param durationMillis of audio and video; 0: not known
/// @param placeholder a BlurHash, or empty
/// @param variants the largest first
public record Content(
    String mediaType,
    int width,
    int height,
    long durationMillis,
    String placeholder,
    List<StoredVariant> variants) {
  public Content {
    variants = List.copyOf(variants);
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("content without a variant");
    }
  }

  public Optional<StoredVariant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  public Content withMediaType(String changed) {
    return new Content(changed, width, height, durationMillis, placeholder, variants);
  }

  public Content withVariants(List<StoredVariant> changed) {
    return new Content(mediaType, width, height, durationMillis, placeholder, changed);
  }
}
