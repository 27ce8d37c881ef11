package dev.rivulet.testing.media;

import dev.rivulet.media.decode.Vips;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/// `./rivulet bench media [--photos FOLDER] [--rounds N]`. Needs no running installation.
public final class MediaBench {
  private static final int USAGE = 64;
  private static final int LARGE_WIDTH = 6000;
  private static final int LARGE_HEIGHT = 4000;

  private final List<Path> photographs;
  private final int rounds;
  private final Path work;

  private MediaBench(List<Path> photographs, int rounds, Path work) {
    this.photographs = photographs;
    this.rounds = rounds;
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(arguments));
    if (words.contains("--help")) {
      System.out.println(
          """
          usage: bench media [--photos FOLDER] [--rounds N]
          Makes photographs small as media-ingest does, with libvips, without it, and with two calls
          of Thumbnailator, and prints images per CPU second, bytes, likeness (SSIM) and the most
          memory that a photograph of 24 megapixels takes. Without --photos it fetches three Debian
          packages of free photographs (75 MB) into RIVULET_DATA, once.""");
      return;
    }
    String folder = option(words, "--photos", "");
    String rounds = option(words, "--rounds", "3");
    if (!words.isEmpty() || !rounds.matches("[1-9][0-9]?")) {
      System.err.println("bench media: not understood: " + String.join(" ", arguments));
      System.exit(USAGE);
    }
    Path data = Path.of(System.getenv().getOrDefault("RIVULET_DATA", ".rivulet"));
    List<Path> photographs =
        folder.isEmpty()
            ? Photographs.fetched(data.resolve("photographs"))
            : Photographs.in(Path.of(folder));
    Path work = Files.createTempDirectory("rivulet-bench-media");
    new MediaBench(photographs, Integer.parseInt(rounds), work).run();
    System.exit(0);
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 >= words.size()) {
      return otherwise;
    }
    String value = words.get(at + 1);
    words.subList(at, at + 2).clear();
    return value;
  }

  private void run() throws IOException {
    Vips vips =
        Vips.load().orElseThrow(() -> new IOException("needs libvips: apt install libvips42"));
    System.out.printf(
        "%d photographs, %d rounds, libvips %s%n%n", photographs.size(), rounds, vips.version());
    speed();
    memory();
    likeness(vips);
  }

  private record Spent(double cpuSeconds, long bytes) {}

  private void speed() throws IOException {
    Map<String, List<Spent>> spent = new LinkedHashMap<>();
    try (Workers ours = Workers.decoders("auto", work.resolve("vips"));
        Workers java = Workers.decoders("java", work.resolve("java"));
        Workers other = Workers.thumbnailator(work.resolve("thumbnailator"))) {
      Map<String, Workers> all = new LinkedHashMap<>();
      all.put("libvips", ours);
      all.put("Java", java);
      all.put("Thumbnailator", other);
      for (int round = 0; round <= rounds; round++) {
        for (var one : all.entrySet()) {
          Spent result = round(one.getValue());
          // The first round is for compilers to warm up.
          if (round > 0) {
            spent.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(result);
          }
        }
      }
    }
    System.out.println("                 CPU s of each round       images/CPU s      bytes");
    spent.forEach(this::print);
    double ours = least(spent, "libvips");
    double other = least(spent, "Thumbnailator");
    System.out.printf("libvips needs %.2f of Thumbnailator's CPU (goal 0.50)%n", ours / other);
    long uploaded = 0;
    for (Path photograph : photographs) {
      uploaded += Files.size(photograph);
    }
    long kept = spent.getOrDefault("libvips", List.of()).getFirst().bytes();
    System.out.printf(
        "bytes uploaded %d, kept %d (both versions), saved %.1f %%%n%n",
        uploaded, kept, 100.0 * (uploaded - kept) / uploaded);
  }

  private Spent round(Workers workers) throws IOException {
    Duration before = Processes.cpu();
    long bytes = 0;
    for (Path photograph : photographs) {
      bytes += workers.make(photograph);
    }
    return new Spent(Processes.cpu().minus(before).toNanos() / 1e9, bytes);
  }

  private void print(String name, List<Spent> rounds) {
    StringBuilder each = new StringBuilder();
    rounds.forEach(round -> each.append("%7.2f".formatted(round.cpuSeconds())));
    double least = rounds.stream().mapToDouble(Spent::cpuSeconds).min().orElse(Double.NaN);
    System.out.printf(
        "%-14s %-28s %8.2f %14d%n",
        name, each, photographs.size() / least, rounds.getFirst().bytes());
  }

  private static double least(Map<String, List<Spent>> spent, String name) {
    return spent.getOrDefault(name, List.of()).stream()
        .mapToDouble(Spent::cpuSeconds)
        .min()
        .orElse(Double.NaN);
  }

  /// A fresh decoder for each, so that nothing of an earlier picture counts.
  private void memory() throws IOException {
    Path large = large();
    for (String codec : List.of("auto", "java")) {
      Set<Long> before = Processes.children();
      try (Workers.Decoders decoder = Workers.decoders(codec, work.resolve("large-" + codec))) {
        Duration cpu = Processes.cpu();
        decoder.make(large);
        double seconds = Processes.cpu().minus(cpu).toNanos() / 1e9;
        long peak = 0;
        for (long child : Processes.children()) {
          peak = before.contains(child) ? peak : Math.max(peak, Processes.peakMebibytes(child));
        }
        System.out.printf(
            "%-40s %4d MiB at most, %.2f CPU s with the decoder's start%s%n",
            "24 megapixels, " + decoder.pool().codec(),
            peak,
            seconds,
            codec.equals("auto") ? " (goal 150)" : "");
      }
    }
    System.out.println();
  }

  /// The largest photograph, enlarged.
  private Path large() throws IOException {
    Path largest = photographs.getFirst();
    for (Path photograph : photographs) {
      largest = Files.size(photograph) > Files.size(largest) ? photograph : largest;
    }
    BufferedImage source = ImageIO.read(largest.toFile());
    var image = new BufferedImage(LARGE_WIDTH, LARGE_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(source, 0, 0, LARGE_WIDTH, LARGE_HEIGHT, null);
    graphics.dispose();
    Path file = work.resolve("large.jpg");
    ImageIO.write(image, "jpeg", file.toFile());
    return file;
  }

  private void likeness(Vips vips) throws IOException {
    System.out.printf(
        "%-40s %9s %9s %8s %8s %6s  %6s  %6s  %6s%n",
        "photograph", "display", "uploaded", "bytes", "q80", "ratio", "SSIM", "of q80", "V/J");
    List<Comparison> all = new ArrayList<>();
    try (Workers.Decoders ours = Workers.decoders("auto", work.resolve("likeness-vips"));
        Workers.Decoders java = Workers.decoders("java", work.resolve("likeness-java"))) {
      for (Path photograph : photographs) {
        Comparison one = Comparison.of(photograph, vips, ours, java, work);
        System.out.println(one.line());
        all.add(one);
      }
    }
    double bytes = sum(all, Comparison::bytes);
    double jpeg = sum(all, Comparison::jpegBytes);
    System.out.printf(
        "%nbytes %.3f of those of JPEG q80 (goal 0.75); SSIM %.4f, that of JPEG q80 %.4f%n",
        bytes / jpeg,
        sum(all, Comparison::keeps) / all.size(),
        sum(all, Comparison::jpegKeeps) / all.size());
    System.out.printf(
        "libvips and Java: SSIM %.4f at least, %.4f on average (goal 0.95)%n",
        all.stream().mapToDouble(Comparison::agreement).min().orElse(Double.NaN),
        sum(all, Comparison::agreement) / all.size());
  }

  private static double sum(List<Comparison> all, ToDoubleFunction<Comparison> of) {
    return all.stream().mapToDouble(of).sum();
  }
}
