package dev.rivulet.contracts.media;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be fetched of a medium. Pictures are kept compressed and small; everything else as it
/// was uploaded.
public enum MediaVariant {
  /// A picture for the screen, its longest side at most 1600 pixels.
  DISPLAY("display"),
  /// A picture for a list, its longest side at most 320 pixels. Of a video it is there if
  /// media-ingest found a way to make one.
  THUMBNAIL("thumbnail"),
  /// What was uploaded, of everything that is not a picture.
  ORIGINAL("original");

  private final String text;

  MediaVariant(String text) {
    this.text = text;
  }

  /// As in addresses.
  public String text() {
    return text;
  }

  public static Optional<MediaVariant> parse(String text) {
    return Arrays.stream(values()).filter(variant -> variant.text.equals(text)).findFirst();
  }

  /// What media of this content type have, the largest first.
  public static List<MediaVariant> of(String type) {
    if (type.startsWith("image/")) {
      return List.of(DISPLAY, THUMBNAIL);
    }
    return type.startsWith("video/") ? List.of(ORIGINAL, THUMBNAIL) : List.of(ORIGINAL);
  }
}
