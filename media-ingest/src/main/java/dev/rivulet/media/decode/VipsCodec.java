package dev.rivulet.media.decode;

import dev.rivulet.media.file.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Pictures by libvips: a JPEG is decoded at a half, quarter or eighth when that is enough.
public final class VipsCodec implements ImageCodec {
  private static final int PLACEHOLDER_SIDE = 32;

  /// Of all loaders that libvips has, the only ones that may see a stranger's file.
  private static final Map<FileType, String> LOADERS =
      Map.of(
          FileType.JPEG, "VipsForeignLoadJpegFile",
          FileType.PNG, "VipsForeignLoadPngFile",
          FileType.WEBP, "VipsForeignLoadWebpFile",
          FileType.GIF, "VipsForeignLoadNsgifFile");

  private final Vips vips;

  private VipsCodec(Vips vips) {
    this.vips = vips;
  }

  /// Empty if libvips is not installed.
  public static Optional<ImageCodec> load() {
    return Vips.load().map(VipsCodec::new);
  }

  @Override
  public String name() {
    return "libvips " + vips.version();
  }

  @Override
  public Pictures render(Path source, FileType type, int orientation, Path folder)
      throws IOException {
    if (!vips.loader(source).equals(LOADERS.get(type))) {
      throw new IOException("not loaded as " + type);
    }
    try (VipsImage decoded = vips.thumbnail(source, Pictures.DISPLAY_SIDE);
        VipsImage display = decoded.inMemory()) {
      display.forget();
      return render(display, Files.size(source), folder);
    }
  }

  private static Pictures render(VipsImage display, long sourceBytes, Path folder)
      throws IOException {
    try (VipsImage thumbnail = display.fit(Pictures.THUMBNAIL_SIDE);
        VipsImage tiny = thumbnail.fit(PLACEHOLDER_SIDE)) {
      return new Pictures(
          save(display, folder.resolve("display"), Quality.DISPLAY, sourceBytes),
          save(thumbnail, folder.resolve("thumbnail"), Quality.THUMBNAIL, sourceBytes),
          BlurHash.of(pixels(tiny), tiny.width(), tiny.height()));
    }
  }

  private static Picture save(VipsImage image, Path file, Quality quality, long sourceBytes)
      throws IOException {
    image.saveWebp(file, quality.webp(), Quality.WEBP_EFFORT);
    WebpChunks.keepPicture(file);
    String type = FileType.WEBP.mediaType();
    if (Files.size(file) >= sourceBytes && !image.hasAlpha()) {
      Path jpeg = file.resolveSibling(file.getFileName() + ".jpeg");
      image.saveJpeg(jpeg, quality.jpeg());
      if (Quality.keepSmaller(jpeg, file)) {
        type = FileType.JPEG.mediaType();
      }
    }
    return new Picture(file, type, image.width(), image.height());
  }

  private static int[] pixels(VipsImage image) throws IOException {
    byte[] samples = image.samples();
    int bands = image.bands();
    int[] rgb = new int[image.width() * image.height()];
    boolean colour = bands >= 3;
    for (int i = 0; i < rgb.length; i++) {
      int at = i * bands;
      rgb[i] =
          (samples[at] & 0xff) << 16
              | (samples[at + (colour ? 1 : 0)] & 0xff) << 8
              | (samples[at + (colour ? 2 : 0)] & 0xff);
    }
    return rgb;
  }
}
