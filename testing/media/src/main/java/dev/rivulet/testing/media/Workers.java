package dev.rivulet.testing.media;

import dev.rivulet.media.decode.DecoderAnswer;
import dev.rivulet.media.decode.DecoderBounds;
import dev.rivulet.media.decode.DecoderPool;
import dev.rivulet.media.decode.Fence;
import dev.rivulet.media.decode.Pictures;
import dev.rivulet.media.file.FileType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Who makes pictures small: each in processes of its own, whose CPU time can be told apart.
interface Workers extends AutoCloseable {
  /// Makes both versions.
  ///
  /// @return their bytes
  long make(Path photograph) throws IOException;

  @Override
  void close();

  /// Decoders as the service runs them, behind their fence.
  ///
  /// @param codec `auto` or `java`
  static Decoders decoders(String codec, Path folder) {
    var bounds =
        new DecoderBounds(
            1,
            codec,
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            320,
            700,
            100_000,
            Duration.ofHours(1));
    return new Decoders(
        new DecoderPool(bounds, Fence.find(), folder, System.getProperty("java.class.path")),
        folder);
  }

  /// What the service would keep.
  record Decoders(DecoderPool pool, Path folder) implements Workers {
    @Override
    public long make(Path photograph) throws IOException {
      Pictures pictures = pictures(photograph, "made");
      return Files.size(pictures.display().file()) + Files.size(pictures.thumbnail().file());
    }

    /// Leaves the files in a folder of that name.
    Pictures pictures(Path photograph, String name) throws IOException {
      Path into = Files.createDirectories(folder.resolve(name));
      return switch (pool.decode(photograph, FileType.JPEG, 1, into)) {
        case DecoderAnswer.Done(Pictures pictures) -> pictures;
        case DecoderAnswer.Refused(String reason) -> throw new IOException(reason);
        case DecoderAnswer.Busy() -> throw new IOException("no decoder could be started");
      };
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  static Workers thumbnailator(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-cp",
            withoutOtherReaders(System.getProperty("java.class.path")),
            ThumbnailatorProgram.class.getName(),
            folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new Thumbnailator(
        process,
        new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8),
        process.inputReader(StandardCharsets.UTF_8));
  }

  /// The JDK's own reader of JPEG, which is the fastest for it.
  private static String withoutOtherReaders(String classPath) {
    return String.join(
        ":",
        Stream.of(classPath.split(":", -1)).filter(entry -> !entry.contains("imageio")).toList());
  }

  /// A child that is told files line by line.
  record Thumbnailator(Process process, PrintStream files, BufferedReader answers)
      implements Workers {
    @Override
    public long make(Path photograph) throws IOException {
      files.println(photograph);
      String bytes = answers.readLine();
      if (bytes == null) {
        throw new IOException("Thumbnailator ended at " + photograph);
      }
      return Long.parseLong(bytes);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
