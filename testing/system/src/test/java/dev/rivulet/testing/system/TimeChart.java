package dev.rivulet.testing.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Lines over the same seconds, one below the other, with marks across all of them; as SVG.
final class TimeChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 150;
  private static final int LEFT = 60;
  private static final int GAP = 40;
  private static final int TOP = 90;

  private final int seconds;
  private final List<Line> lines = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Line(String title, double[] values) {}

  private record Mark(double second, String text) {}

  TimeChart(int seconds) {
    this.seconds = seconds;
  }

  /// @param values one per second
  void line(String title, double[] values) {
    lines.add(new Line(title, values.clone()));
  }

  void mark(double second, String text) {
    marks.add(new Mark(second, text));
  }

  String svg() {
    int bottom = TOP + lines.size() * (HEIGHT + GAP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n")
            .formatted(LEFT + WIDTH + 20, bottom + 20));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    for (Mark mark : marks) {
      double x = x(mark.second());
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f %d V%d\" stroke=\"#c62\" stroke-dasharray=\"3 3\"/>%n",
              x,
              TOP - 10,
              bottom - GAP));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text transform=\"translate(%.1f %d) rotate(-35)\" fill=\"#c62\">%s</text>%n",
              x,
              TOP - 14,
              mark.text()));
    }
    for (int at = 0; at < lines.size(); at++) {
      append(svg, lines.get(at), TOP + at * (HEIGHT + GAP));
    }
    for (int second = 0; second <= seconds; second += 30) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>%n",
              x(second),
              bottom - GAP + 16,
              second));
    }
    return svg.append("</svg>\n").toString();
  }

  private void append(StringBuilder svg, Line line, int top) {
    double max = Math.max(1, Arrays.stream(line.values()).max().orElse(1));
    int base = top + HEIGHT;
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#888\"/>%n",
            LEFT,
            top,
            base,
            LEFT + WIDTH));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
            LEFT + 6,
            top + 2,
            line.title()));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>%n",
            LEFT - 6,
            top + 8,
            max));
    svg.append(
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>%n", LEFT - 6, base));
    svg.append("<polyline fill=\"none\" stroke=\"#26c\" stroke-width=\"1.5\" points=\"");
    for (int second = 0; second < line.values().length; second++) {
      svg.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", x(second), base - line.values()[second] / max * HEIGHT));
    }
    svg.append("\"/>\n");
  }

  private double x(double second) {
    return LEFT + second * WIDTH / seconds;
  }
}
