package dev.rivulet.media.decode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// An image of libvips, given back when it is closed.
@SuppressWarnings("restricted")
public record VipsImage(Vips vips, MemorySegment pointer) implements AutoCloseable {
  private static final List<String> METADATA =
      List.of(
          "exif-data",
          "xmp-data",
          "iptc-data",
          "photoshop-data",
          "icc-profile-data",
          "orientation",
          "gif-comment",
          "jpeg-thumbnail-data");

  public int width() {
    return vips.integer("vips_image_get_width", pointer);
  }

  public int height() {
    return vips.integer("vips_image_get_height", pointer);
  }

  public int bands() {
    return vips.integer("vips_image_get_bands", pointer);
  }

  boolean hasAlpha() {
    return vips.integer("vips_image_hasalpha", pointer) != 0;
  }

  boolean hasProfile() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment field = arena.allocateFrom("icc-profile-data");
      // A GType: as wide as an address.
      return (long) vips.call("vips_image_get_typeof", JAVA_LONG, pointer, field) != 0;
    }
  }

  /// Decodes now: what reads this image later reads pixels.
  public VipsImage inMemory() throws IOException {
    MemorySegment copy = (MemorySegment) vips.call("vips_image_copy_memory", ADDRESS, pointer);
    if (copy.equals(MemorySegment.NULL)) {
      vips.check(-1);
    }
    return new VipsImage(vips, copy);
  }

  /// Takes away everything but pixels. The profile has been applied, and savers keep some of the
  /// rest even when they are told to strip.
  void forget() {
    try (Arena arena = Arena.ofConfined()) {
      for (String field : METADATA) {
        vips.integer("vips_image_remove", pointer, arena.allocateFrom(field));
      }
    }
  }

  /// Fits a square, never larger than it is.
  public VipsImage fit(int side) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      vips.check(
          vips.options(
              "vips_thumbnail_image",
              List.of(pointer, out, side),
              arena,
              "height",
              side,
              "size",
              2));
      return new VipsImage(vips, out.get(ADDRESS, 0));
    }
  }

  public void saveWebp(Path file, int quality, int effort) throws IOException {
    save("vips_webpsave", file, "Q", quality, "effort", effort, "strip", 1);
  }

  public void saveJpeg(Path file, int quality) throws IOException {
    save("vips_jpegsave", file, "Q", quality, "optimize_coding", 1, "strip", 1);
  }

  private void save(String function, Path file, Object... options) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      vips.check(vips.options(function, List.of(pointer, Vips.path(arena, file)), arena, options));
    }
  }

  /// 8-bit samples, pixel by pixel.
  public byte[] samples() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      MemorySegment memory =
          (MemorySegment) vips.call("vips_image_write_to_memory", ADDRESS, pointer, size);
      if (memory.equals(MemorySegment.NULL)) {
        vips.check(-1);
      }
      byte[] samples = memory.reinterpret(size.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
      vips.release("g_free", memory);
      return samples;
    }
  }

  @Override
  public void close() {
    vips.release("g_object_unref", pointer);
  }
}
