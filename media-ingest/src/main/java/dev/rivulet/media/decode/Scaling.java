package dev.rivulet.media.decode;

import java.awt.image.BufferedImage;

/// Makes pictures smaller with a Lanczos filter of three lobes, widened by the factor, across and
/// then down. Colours are weighted by how opaque they are, so that nothing bleeds in from what is
/// invisible.
final class Scaling {
  private static final int LOBES = 3;

  private Scaling() {}

  /// The picture with its longest side at most `side`; the same one if it fits.
  static BufferedImage fit(BufferedImage image, int side) {
    int width = image.getWidth();
    int height = image.getHeight();
    double factor = (double) side / Math.max(width, height);
    if (factor >= 1) {
      return image;
    }
    int newWidth = Math.max(1, (int) Math.round(width * factor));
    int newHeight = Math.max(1, (int) Math.round(height * factor));
    return down(across(image, newWidth), newWidth, height, newHeight, image.getType());
  }

  /// Which samples make one of the result, and how much each counts.
  private static final class Taps {
    private final int first;
    private final float[] weights;

    Taps(int first, float[] weights) {
      this.first = first;
      this.weights = weights;
    }

    static Taps[] of(int from, int to) {
      double factor = (double) from / to;
      Taps[] all = new Taps[to];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * factor - 0.5;
        int first = Math.max(0, (int) Math.ceil(centre - LOBES * factor));
        int last = Math.min(from - 1, (int) Math.floor(centre + LOBES * factor));
        float[] weights = new float[last - first + 1];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
          double weight = lanczos((first + j - centre) / factor);
          weights[j] = (float) weight;
          sum += weight;
        }
        for (int j = 0; j < weights.length; j++) {
          weights[j] /= (float) sum;
        }
        all[i] = new Taps(first, weights);
      }
      return all;
    }

    private static double lanczos(double x) {
      if (x == 0) {
        return 1;
      }
      double angle = Math.PI * x;
      return Math.abs(x) >= LOBES
          ? 0
          : LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
    }
  }

  /// Four channels, alpha first, of each pixel of the narrower picture; colours times alpha.
  private static float[][] across(BufferedImage image, int newWidth) {
    Taps[] taps = Taps.of(image.getWidth(), newWidth);
    float[][] rows = new float[image.getHeight()][];
    int[] pixels = new int[image.getWidth()];
    float[] wide = new float[image.getWidth() * 4];
    for (int y = 0; y < rows.length; y++) {
      image.getRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
      for (int x = 0; x < pixels.length; x++) {
        float alpha = (pixels[x] >>> 24) / 255f;
        wide[4 * x] = alpha * 255f;
        wide[4 * x + 1] = (pixels[x] >> 16 & 0xff) * alpha;
        wide[4 * x + 2] = (pixels[x] >> 8 & 0xff) * alpha;
        wide[4 * x + 3] = (pixels[x] & 0xff) * alpha;
      }
      rows[y] = narrow(wide, taps);
    }
    return rows;
  }

  private static float[] narrow(float[] wide, Taps[] taps) {
    float[] row = new float[taps.length * 4];
    for (int x = 0; x < taps.length; x++) {
      float[] weights = taps[x].weights;
      int at = taps[x].first * 4;
      for (float weight : weights) {
        for (int channel = 0; channel < 4; channel++) {
          row[4 * x + channel] += weight * wide[at++];
        }
      }
    }
    return row;
  }

  private static BufferedImage down(
      float[][] rows, int width, int height, int newHeight, int imageType) {
    Taps[] taps = Taps.of(height, newHeight);
    BufferedImage result = new BufferedImage(width, newHeight, imageType);
    float[] sum = new float[width * 4];
    int[] pixels = new int[width];
    for (int y = 0; y < newHeight; y++) {
      java.util.Arrays.fill(sum, 0);
      float[] weights = taps[y].weights;
      for (int j = 0; j < weights.length; j++) {
        float[] row = rows[taps[y].first + j];
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weights[j] * row[i];
        }
      }
      for (int x = 0; x < width; x++) {
        pixels[x] = pixel(sum, 4 * x);
      }
      result.setRGB(0, y, width, 1, pixels, 0, width);
    }
    return result;
  }

  private static int pixel(float[] sum, int at) {
    float alpha = Math.clamp(sum[at], 0f, 255f);
    float scale = alpha == 0 ? 0 : 255f / alpha;
    return Math.round(alpha) << 24
        | Math.round(Math.clamp(sum[at + 1] * scale, 0f, 255f)) << 16
        | Math.round(Math.clamp(sum[at + 2] * scale, 0f, 255f)) << 8
        | Math.round(Math.clamp(sum[at + 3] * scale, 0f, 255f));
  }
}
