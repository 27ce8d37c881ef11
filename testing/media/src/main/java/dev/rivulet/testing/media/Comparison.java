package dev.rivulet.testing.media;

import dev.rivulet.media.decode.Pictures;
import dev.rivulet.media.decode.Vips;
import dev.rivulet.media.decode.VipsImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// One photograph: what its display version needs and keeps next to a JPEG of quality 80 of the
/// very same pixels, and how near the versions of both decoders are to each other.
///
/// @param keeps SSIM of the display version to the pixels before they were encoded
/// @param jpegKeeps the same of the JPEG
/// @param agreement SSIM of both decoders' display versions
record Comparison(
    String name,
    int width,
    int height,
    long uploaded,
    long bytes,
    long jpegBytes,
    double keeps,
    double jpegKeeps,
    double agreement) {
  private static final int JPEG_QUALITY = 80;

  static Comparison of(
      Path photograph, Vips vips, Workers.Decoders ours, Workers.Decoders java, Path folder)
      throws IOException {
    Pictures made = ours.pictures(photograph, "compared");
    Path jpeg = folder.resolve("q80.jpeg");
    BufferedImage pixels;
    try (VipsImage lazy = vips.thumbnail(photograph, Pictures.DISPLAY_SIDE);
        VipsImage image = lazy.inMemory()) {
      pixels = pixels(image);
      image.saveJpeg(jpeg, JPEG_QUALITY);
    }
    BufferedImage shown = ImageIO.read(made.display().file().toFile());
    BufferedImage other =
        ImageIO.read(java.pictures(photograph, "compared").display().file().toFile());
    return new Comparison(
        Photographs.name(photograph),
        shown.getWidth(),
        shown.getHeight(),
        Files.size(photograph),
        Files.size(made.display().file()),
        Files.size(jpeg),
        Ssim.of(pixels, shown),
        Ssim.of(pixels, ImageIO.read(jpeg.toFile())),
        Ssim.of(shown, other));
  }

  private static BufferedImage pixels(VipsImage image) throws IOException {
    byte[] samples = image.samples();
    int bands = image.bands();
    int width = image.width();
    int[] rgb = new int[width * image.height()];
    for (int i = 0; i < rgb.length; i++) {
      int at = i * bands;
      int green = bands < 3 ? at : at + 1;
      int blue = bands < 3 ? at : at + 2;
      rgb[i] = (samples[at] & 0xff) << 16 | (samples[green] & 0xff) << 8 | (samples[blue] & 0xff);
    }
    var result = new BufferedImage(width, image.height(), BufferedImage.TYPE_INT_RGB);
    result.setRGB(0, 0, width, image.height(), rgb, 0, width);
    return result;
  }

  String line() {
    return "%-40s %4dx%-4d %9d %8d %8d %6.3f  %.4f  %.4f  %.4f"
        .formatted(
            name,
            width,
            height,
            uploaded,
            bytes,
            jpegBytes,
            (double) bytes / jpegBytes,
            keeps,
            jpegKeeps,
            agreement);
  }
}
