package dev.rivulet.client.media;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A medium that is kept. With its `ticket` its owner can send it until `expires` (milliseconds
/// since 1970); size, type, width and height are those of its largest variant.
public record Uploaded(
    UUID id,
    String type,
    long size,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable Long durationMs,
    @Nullable String placeholder,
    @Nullable String name,
    List<String> variants,
    String ticket,
    long expires) {
  public Uploaded {
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /// Without the ticket.
  @Override
  public String toString() {
    return "Uploaded[" + id + ", " + type + ", " + size + " bytes]";
  }
}
