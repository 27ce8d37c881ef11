package dev.rivulet.testing.media;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/// Structural similarity of two pictures of one size: the mean over windows of 8 x 8 pixels of
/// their luma (Wang, Bovik, Sheikh, Simoncelli 2004, formula 13).
public final class Ssim {
  private static final int WINDOW = 8;
  private static final int STEP = 4;
  private static final double C1 = 6.5025;
  private static final double C2 = 58.5225;

  private Ssim() {}

  public static double of(BufferedImage one, BufferedImage other) {
    if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
      throw new IllegalArgumentException(
          "%dx%d and %dx%d"
              .formatted(one.getWidth(), one.getHeight(), other.getWidth(), other.getHeight()));
    }
    int width = one.getWidth();
    int height = one.getHeight();
    double[] a = luma(one);
    double[] b = luma(other);
    double sum = 0;
    int windows = 0;
    for (int y = 0; y + WINDOW <= height; y += STEP) {
      for (int x = 0; x + WINDOW <= width; x += STEP) {
        sum += window(a, b, y * width + x, width);
        windows++;
      }
    }
    return sum / windows;
  }

  private static double window(double[] a, double[] b, int from, int width) {
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int y = 0; y < WINDOW; y++) {
      for (int x = 0; x < WINDOW; x++) {
        double valueA = a[from + y * width + x];
        double valueB = b[from + y * width + x];
        sumA += valueA;
        sumB += valueB;
        squaresA += valueA * valueA;
        squaresB += valueB * valueB;
        products += valueA * valueB;
      }
    }
    double count = WINDOW * WINDOW;
    double meanA = sumA / count;
    double meanB = sumB / count;
    double varianceA = squaresA / count - meanA * meanA;
    double varianceB = squaresB / count - meanB * meanB;
    double covariance = products / count - meanA * meanB;
    return (2 * meanA * meanB + C1)
        * (2 * covariance + C2)
        / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
  }

  private static double[] luma(BufferedImage image) {
    BufferedImage flat =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    int[] pixels = flat.getRGB(0, 0, flat.getWidth(), flat.getHeight(), null, 0, flat.getWidth());
    double[] luma = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = pixels[i];
      luma[i] = 0.299 * (pixel >> 16 & 0xff) + 0.587 * (pixel >> 8 & 0xff) + 0.114 * (pixel & 0xff);
    }
    return luma;
  }
}
