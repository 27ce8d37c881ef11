package dev.rivulet.media.decode;

import java.awt.image.BufferedImage;

/// Turns a picture the way its camera was held (EXIF 2.32, tag 0x0112).
final class Orientation {
  private Orientation() {}

  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean lies = orientation >= 5;
    BufferedImage turned =
        new BufferedImage(lies ? height : width, lies ? width : height, image.getType());
    for (int y = 0; y < turned.getHeight(); y++) {
      for (int x = 0; x < turned.getWidth(); x++) {
        turned.setRGB(x, y, source(image, orientation, x, y));
      }
    }
    return turned;
  }

  private static int source(BufferedImage image, int orientation, int x, int y) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    return switch (orientation) {
      case 2 -> image.getRGB(right - x, y);
      case 3 -> image.getRGB(right - x, bottom - y);
      case 4 -> image.getRGB(x, bottom - y);
      case 5 -> image.getRGB(y, x);
      case 6 -> image.getRGB(y, bottom - x);
      case 7 -> image.getRGB(right - y, bottom - x);
      default -> image.getRGB(right - y, x);
    };
  }
}
