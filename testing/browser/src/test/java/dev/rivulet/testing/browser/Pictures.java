package dev.rivulet.testing.browser;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Pictures to send, drawn where they are needed.
final class Pictures {
  private Pictures() {}

  /// A lake between hills in the evening, as PNG.
  static byte[] lake(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = image.createGraphics();
    brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    int shore = height * 6 / 10;
    brush.setPaint(new GradientPaint(0, 0, new Color(0x2B4C7E), 0, shore, new Color(0xF7B267)));
    brush.fillRect(0, 0, width, shore);
    brush.setColor(new Color(0xFFE8A3));
    brush.fillOval(width * 6 / 10, shore - height / 5, height / 7, height / 7);
    hill(brush, new Color(0x3B5E6B), width * 2 / 10, width * 6 / 10, shore, height * 4 / 10);
    hill(brush, new Color(0x274651), width * 8 / 10, width * 5 / 10, shore, height * 3 / 10);
    hill(brush, new Color(0x1B333C), 0, width * 4 / 10, shore, height / 4);
    brush.setPaint(
        new GradientPaint(0, shore, new Color(0xE39A5B), 0, height, new Color(0x12343F)));
    brush.fillRect(0, shore, width, height - shore);
    brush.dispose();
    return png(image);
  }

  private static void hill(Graphics2D brush, Color colour, int top, int half, int foot, int high) {
    brush.setColor(colour);
    brush.fillPolygon(
        new Polygon(
            new int[] {top - half, top, top + half}, new int[] {foot, foot - high, foot}, 3));
  }

  private static byte[] png(BufferedImage image) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException neverIntoAnArray) {
      throw new UncheckedIOException(neverIntoAnArray);
    }
    return out.toByteArray();
  }
}
