package dev.rivulet.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/// Pictures made here: smooth areas, edges and some noise, as photographs have them.
public final class TestImages {
  private TestImages() {}

  public static BufferedImage scene(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(90, 140, 220), 0, height, new Color(240, 220, 180)));
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < 60; i++) {
      graphics.setColor(
          new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256), 140));
      int size = 1 + random.nextInt(Math.max(2, width / 4));
      graphics.fillOval(random.nextInt(width), random.nextInt(height), size, size / 2 + 1);
    }
    graphics.dispose();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(9) - 4;
        int pixel = image.getRGB(x, y);
        image.setRGB(
            x,
            y,
            part(pixel >> 16, noise) << 16 | part(pixel >> 8, noise) << 8 | part(pixel, noise));
      }
    }
    return image;
  }

  private static int part(int value, int noise) {
    return Math.clamp((value & 0xff) + noise, 0, 255);
  }

  public static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("nothing writes " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] jpeg(int width, int height, long seed) {
    return encoded(scene(width, height, seed), "jpeg");
  }

  /// A JPEG whose EXIF says how it was held, with a place in it.
  public static byte[] jpegHeld(byte[] jpeg, int orientation) {
    byte[] exif = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0,
      'G',
      'P',
      'S',
      '-',
      'H',
      'O',
      'M',
      'E'
    };
    byte[] whole = new byte[jpeg.length + exif.length + 4];
    System.arraycopy(jpeg, 0, whole, 0, 2);
    whole[2] = (byte) 0xff;
    whole[3] = (byte) 0xe1;
    whole[4] = 0;
    whole[5] = (byte) (exif.length + 2);
    System.arraycopy(exif, 0, whole, 6, exif.length);
    System.arraycopy(jpeg, 2, whole, 6 + exif.length, jpeg.length - 2);
    return whole;
  }
}
