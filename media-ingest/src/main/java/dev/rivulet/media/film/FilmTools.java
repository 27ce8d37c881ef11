package dev.rivulet.media.film;

import dev.rivulet.media.decode.Fence;
import dev.rivulet.media.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The programs ffprobe and ffmpeg. The demuxer is fixed by the type, and the only protocol is that
/// of local files, so a playlist or a reference in a file leads nowhere.
///
/// Safe for use by many threads.
public final class FilmTools {
  private static final Duration WALL_TIME = Duration.ofSeconds(20);
  private static final int CPU_SECONDS = 20;
  private static final int DATA_MEBIBYTES = 600;
  private static final int ANSWER_BYTES_MAX = 16 << 10;
  private static final int SIDE_MAX = 16_384;

  private final Fence fence;
  private final Path ffprobe;
  private final Path ffmpeg;
  private final Semaphore free = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  private FilmTools(Fence fence, Path ffprobe, Path ffmpeg) {
    this.fence = fence;
    this.ffprobe = ffprobe;
    this.ffmpeg = ffmpeg;
  }

  /// Empty if they are not installed.
  public static Optional<FilmTools> find(Fence fence) {
    for (String folder : List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
      Path probe = Path.of(folder, "ffprobe");
      Path convert = Path.of(folder, "ffmpeg");
      if (Files.isExecutable(probe) && Files.isExecutable(convert)) {
        return Optional.of(new FilmTools(fence, probe, convert));
      }
    }
    return Optional.empty();
  }

  /// What the file is; empty if it is not what its type says, or takes too long to tell.
  public Optional<Film> probe(Path file, FileType type, Path folder) throws IOException {
    List<String> command = new ArrayList<>(List.of(ffprobe.toString(), "-v", "error"));
    command.addAll(input(file, type));
    command.addAll(
        List.of(
            "-show_entries",
            "format=duration:stream=codec_type,width,height",
            "-of",
            "default=noprint_wrappers=1"));
    return run(command, folder).flatMap(FilmTools::parse);
  }

  /// Writes a picture of the beginning; false if there is none.
  public boolean still(Path file, FileType type, Path folder, Path png) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.toString(), "-v", "error", "-nostdin", "-threads", "1"));
    command.addAll(input(file, type));
    command.addAll(
        List.of(
            "-map",
            "0:v:0",
            "-frames:v",
            "1",
            "-an",
            "-sn",
            "-dn",
            "-vf",
            "scale=w='min(1600,iw)':h='min(1600,ih)':force_original_aspect_ratio=decrease",
            "-c:v",
            "png",
            "-f",
            "image2",
            "-y",
            "file:" + png));
    return run(command, folder).isPresent() && Files.exists(png) && Files.size(png) > 0;
  }

  private static List<String> input(Path file, FileType type) {
    return List.of("-protocol_whitelist", "file", "-f", demuxer(type), "-i", "file:" + file);
  }

  private static String demuxer(FileType type) {
    return switch (type) {
      case MP4, QUICKTIME, M4A -> "mov";
      case WEBM -> "matroska";
      case OGG -> "ogg";
      case MP3 -> "mp3";
      case WAV -> "wav";
      case FLAC -> "flac";
      default -> throw new IllegalArgumentException("no film: " + type);
    };
  }

  private static Optional<Film> parse(String answer) {
    Map<String, String> values = new HashMap<>();
    boolean stream = false;
    for (String line : answer.lines().toList()) {
      String[] pair = line.split("=", 2);
      stream |= pair[0].equals("codec_type");
      if (pair.length == 2) {
        values.putIfAbsent(pair[0], pair[1]);
      }
    }
    if (!stream) {
      return Optional.empty();
    }
    double seconds = number(values.getOrDefault("duration", "0"));
    int width = (int) number(values.getOrDefault("width", "0"));
    int height = (int) number(values.getOrDefault("height", "0"));
    boolean possible = seconds >= 0 && seconds < 1e6 && width <= SIDE_MAX && height <= SIDE_MAX;
    return possible
        ? Optional.of(new Film(Math.round(seconds * 1000), Math.max(0, width), Math.max(0, height)))
        : Optional.empty();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notKnown) {
      return 0;
    }
  }

  /// What the program prints; empty if it fails or takes too long.
  private Optional<String> run(List<String> command, Path folder) throws IOException {
    try {
      if (!free.tryAcquire(WALL_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      try {
        return runNow(command, folder);
      } finally {
        free.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<String> runNow(List<String> command, Path folder)
      throws IOException, InterruptedException {
    Path answer = folder.resolve("answer");
    Process process =
        fence
            .program(command, folder, DATA_MEBIBYTES, CPU_SECONDS)
            .redirectOutput(answer.toFile())
            .start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(WALL_TIME.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        return Optional.empty();
      }
    } finally {
      process.destroyForcibly();
    }
    try (InputStream in = Files.newInputStream(answer)) {
      return Optional.of(new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8));
    }
  }
}
