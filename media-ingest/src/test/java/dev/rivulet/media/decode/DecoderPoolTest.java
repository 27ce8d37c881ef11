package dev.rivulet.media.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.media.MediaScene;
import dev.rivulet.media.TestImages;
import dev.rivulet.media.file.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Decoders in their own processes.
class DecoderPoolTest {
  @TempDir Path folder;

  @Test
  void aDecoderThatRunsOutOfMemoryTakesOnlyItsFileWithIt() throws IOException {
    DecoderBounds small = bounds("java", Duration.ofSeconds(20), 24);
    byte[] large = TestImages.jpeg(4000, 3000, 71);
    byte[] little = TestImages.jpeg(200, 100, 72);
    try (DecoderPool pool = pool(small)) {
      assertThat(decode(pool, large)).isInstanceOf(DecoderAnswer.Refused.class);
      assertThat(decode(pool, little)).isInstanceOf(DecoderAnswer.Done.class);
    }
  }

  @Test
  void aDecoderThatTakesTooLongIsEnded() throws IOException {
    try (DecoderPool pool = pool(bounds("java", Duration.ofMillis(1), 320))) {
      DecoderAnswer answer = decode(pool, TestImages.jpeg(3000, 2000, 73));

      assertThat(answer).isInstanceOf(DecoderAnswer.Refused.class);
      await().untilAsserted(() -> assertThat(decoders()).isEmpty());
    }
  }

  @Test
  void aDecoderSeesNothingOfOurEnvironment() throws IOException {
    try (DecoderPool pool = pool(MediaScene.decoderBounds())) {
      decode(pool, TestImages.jpeg(200, 100, 74));
      try (Stream<ProcessHandle> decoders = decoders()) {
        Path environment =
            decoders
                .map(it -> Path.of("/proc", Long.toString(it.pid()), "environ"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(environment).split("\0", -1))
            .allSatisfy(
                it -> assertThat(it).matches("(PATH|LANG|MALLOC_ARENA_MAX|VIPS[A-Z_]*|PWD)=.*|"));
      }
    }
  }

  private static Stream<ProcessHandle> decoders() {
    return ProcessHandle.current().descendants().filter(DecoderPoolTest::isDecoder);
  }

  /// Long command lines are not among what the JDK tells of a process.
  private static boolean isDecoder(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains(DecoderProgram.class.getName());
    } catch (IOException ended) {
      return false;
    }
  }

  private DecoderPool pool(DecoderBounds bounds) {
    return new DecoderPool(
        bounds, Fence.find(), folder.resolve("home"), System.getProperty("java.class.path"));
  }

  private DecoderAnswer decode(DecoderPool pool, byte[] jpeg) throws IOException {
    Path own = Files.createTempDirectory(folder, "own");
    Path source = Files.write(own.resolve("source"), jpeg);
    return pool.decode(source, FileType.JPEG, 1, own);
  }

  private static DecoderBounds bounds(String codec, Duration wall, int heap) {
    return new DecoderBounds(
        1,
        codec,
        wall,
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        heap,
        700,
        10,
        Duration.ofMinutes(1));
  }
}
