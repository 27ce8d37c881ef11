package dev.rivulet.media.decode;

/// The BlurHash of a small picture: its lowest cosine components in base 83, as the format's
/// description has it (github.com/woltapp/blurhash, Algorithm.md).
final class BlurHash {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  private static final int ACROSS = 4;
  private static final int DOWN = 3;

  private BlurHash() {}

  /// @param rgb 0xRRGGBB, row by row
  static String of(int[] rgb, int width, int height) {
    double[][] components = new double[ACROSS * DOWN][];
    for (int y = 0; y < DOWN; y++) {
      for (int x = 0; x < ACROSS; x++) {
        components[y * ACROSS + x] = component(rgb, width, height, x, y);
      }
    }
    double greatest = 0;
    for (int i = 1; i < components.length; i++) {
      for (double value : components[i]) {
        greatest = Math.max(greatest, Math.abs(value));
      }
    }
    int scale = (int) Math.clamp(Math.floor(greatest * 166 - 0.5), 0, 82);
    StringBuilder text = new StringBuilder();
    digits(text, ACROSS - 1 + (DOWN - 1) * 9, 1);
    digits(text, scale, 1);
    digits(text, average(components[0]), 4);
    for (int i = 1; i < components.length; i++) {
      digits(text, detail(components[i], (scale + 1) / 166.0), 2);
    }
    return text.toString();
  }

  private static double[] component(int[] rgb, int width, int height, int x, int y) {
    double[] sum = new double[3];
    for (int row = 0; row < height; row++) {
      double vertical = Math.cos(Math.PI * y * row / height);
      for (int column = 0; column < width; column++) {
        double basis = vertical * Math.cos(Math.PI * x * column / width);
        int pixel = rgb[row * width + column];
        sum[0] += basis * linear(pixel >> 16 & 0xff);
        sum[1] += basis * linear(pixel >> 8 & 0xff);
        sum[2] += basis * linear(pixel & 0xff);
      }
    }
    double weight = (x == 0 && y == 0 ? 1.0 : 2.0) / (width * height);
    return new double[] {sum[0] * weight, sum[1] * weight, sum[2] * weight};
  }

  private static int average(double[] colour) {
    return coded(colour[0]) << 16 | coded(colour[1]) << 8 | coded(colour[2]);
  }

  private static int detail(double[] colour, double greatest) {
    int value = 0;
    for (double part : colour) {
      double root = Math.copySign(Math.sqrt(Math.abs(part / greatest)), part);
      value = value * 19 + (int) Math.clamp(Math.floor(root * 9 + 9.5), 0, 18);
    }
    return value;
  }

  private static void digits(StringBuilder text, int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      text.append(DIGITS.charAt(value / (int) Math.pow(83, i) % 83));
    }
  }

  private static double linear(int value) {
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  private static int coded(double linear) {
    double part = Math.clamp(linear, 0, 1);
    double value = part <= 0.0031308 ? part * 12.92 : 1.055 * Math.pow(part, 1 / 2.4) - 0.055;
    return (int) (value * 255 + 0.5);
  }
}
