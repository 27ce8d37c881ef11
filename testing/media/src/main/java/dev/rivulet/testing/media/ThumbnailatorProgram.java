package dev.rivulet.testing.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.coobird.thumbnailator.Thumbnails;

/// What pictures are measured against, in a process of its own as decoders are: two calls of
/// Thumbnailator for each file that it reads from its standard input, as JPEG of quality 80.
final class ThumbnailatorProgram {
  private static final double QUALITY = 0.8;

  private ThumbnailatorProgram() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String file = in.readLine(); file != null; file = in.readLine()) {
      long bytes = 0;
      for (int side : new int[] {1600, 320}) {
        Path made = folder.resolve("thumbnailator-" + side + ".jpg");
        Thumbnails.of(Path.of(file).toFile())
            .size(side, side)
            .outputQuality(QUALITY)
            .outputFormat("jpg")
            .toFile(made.toFile());
        bytes += Files.size(made);
      }
      System.out.println(bytes);
    }
  }
}
