package dev.rivulet.media.decode;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import dev.rivulet.media.file.FileType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/// Pictures where there is no libvips: ImageIO reads (JPEG with TwelveMonkeys' reader), and WebP is
/// read and written by the libwebp of a jar: TwelveMonkeys' reader of WebP keeps tables between
/// files, so after some files it decodes others wrong. This decodes every pixel, so it needs some
/// 400 MB and several times the CPU for the same result.
public final class JavaCodec implements ImageCodec {
  private static final int PLACEHOLDER_SIDE = 32;

  /// WebP is written by native code from a jar, which has no build for some systems.
  private final boolean writesWebp = ImageIO.getImageWritersByMIMEType("image/webp").hasNext();

  @Override
  public String name() {
    return "ImageIO with " + (writesWebp ? "WebP" : "JPEG");
  }

  @Override
  public Pictures render(Path source, FileType type, int orientation, Path folder)
      throws IOException {
    BufferedImage decoded = srgb(decode(source, type));
    BufferedImage display =
        Orientation.upright(Scaling.fit(decoded, Pictures.DISPLAY_SIDE), orientation);
    BufferedImage thumbnail = Scaling.fit(display, Pictures.THUMBNAIL_SIDE);
    BufferedImage tiny = Scaling.fit(thumbnail, PLACEHOLDER_SIDE);
    int[] pixels = tiny.getRGB(0, 0, tiny.getWidth(), tiny.getHeight(), null, 0, tiny.getWidth());
    long sourceBytes = Files.size(source);
    return new Pictures(
        save(display, folder.resolve("display"), Quality.DISPLAY, sourceBytes),
        save(thumbnail, folder.resolve("thumbnail"), Quality.THUMBNAIL, sourceBytes),
        BlurHash.of(pixels, tiny.getWidth(), tiny.getHeight()));
  }

  // A reader of ImageIO meets a malformed file with any exception.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private static BufferedImage decode(Path source, FileType type) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(source.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.mediaType());
      if (!readers.hasNext()) {
        throw new IOException("nothing reads " + type);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        Warnings warnings = new Warnings();
        reader.addIIOReadWarningListener(warnings);
        BufferedImage image = reader.read(0);
        warnings.check();
        return image;
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException malformed) {
      throw new IIOException("cannot be decoded", malformed);
    }
  }

  /// What libvips does with a profile: colours are converted, and the profile is gone.
  private static BufferedImage srgb(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    int wanted = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    if (image.getType() == wanted) {
      return image;
    }
    BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), wanted);
    Graphics2D graphics = converted.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return converted;
  }

  private Picture save(BufferedImage image, Path file, Quality quality, long sourceBytes)
      throws IOException {
    String type = writesWebp ? FileType.WEBP.mediaType() : FileType.JPEG.mediaType();
    write(image, file, type, quality);
    boolean opaque = !image.getColorModel().hasAlpha();
    if (writesWebp && opaque && Files.size(file) >= sourceBytes) {
      Path jpeg = file.resolveSibling(file.getFileName() + ".jpeg");
      write(image, jpeg, FileType.JPEG.mediaType(), quality);
      if (Quality.keepSmaller(jpeg, file)) {
        type = FileType.JPEG.mediaType();
      }
    }
    return new Picture(file, type, image.getWidth(), image.getHeight());
  }

  private static void write(BufferedImage image, Path file, String type, Quality quality)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(type).next();
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      boolean jpeg = type.equals(FileType.JPEG.mediaType());
      BufferedImage written = jpeg ? opaque(image) : image;
      writer.write(null, new IIOImage(written, null, null), parameters(writer, jpeg, quality));
    } finally {
      writer.dispose();
    }
  }

  private static ImageWriteParam parameters(ImageWriter writer, boolean jpeg, Quality quality) {
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (parameters instanceof WebPWriteParam webp) {
      webp.setCompressionType(CompressionType.Lossy);
      webp.setMethod(Quality.WEBP_EFFORT);
      webp.setCompressionQuality(quality.webp() / 100f);
    } else {
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality((jpeg ? quality.jpeg() : quality.webp()) / 100f);
    }
    return parameters;
  }

  /// JPEG has no transparency: what was not there is white.
  private static BufferedImage opaque(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return image;
    }
    BufferedImage flat =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return flat;
  }
}
