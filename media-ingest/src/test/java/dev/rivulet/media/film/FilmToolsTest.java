package dev.rivulet.media.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivulet.media.decode.Fence;
import dev.rivulet.media.file.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ffmpeg says of files; only where it is installed.
class FilmToolsTest {
  @TempDir Path folder;
  private FilmTools tools;

  @BeforeEach
  void find() {
    Optional<FilmTools> found = FilmTools.find(Fence.find());
    assumeTrue(found.isPresent(), "ffmpeg is not installed");
    tools = found.orElseThrow();
  }

  @Test
  void soundHasADuration() throws IOException {
    Path wav = Files.write(folder.resolve("a"), wav(8_000, 12_000));

    assertThat(tools.probe(wav, FileType.WAV, folder)).contains(new Film(1500, 0, 0));
  }

  @Test
  void videoHasASizeAndAStill() throws Exception {
    Path mp4 = folder.resolve("v.mp4");
    Process made =
        new ProcessBuilder(
                List.of(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-nostdin",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc=size=320x240:rate=10:duration=2",
                    "-c:v",
                    "mpeg4",
                    mp4.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Path png = folder.resolve("still.png");

    assertThat(tools.probe(mp4, FileType.MP4, folder)).contains(new Film(2000, 320, 240));
    assertThat(tools.still(mp4, FileType.MP4, folder, png)).isTrue();
    assertThat(FileType.of(Files.readAllBytes(png))).isEqualTo(FileType.PNG);
  }

  @Test
  void aPlaylistLeadsNowhere() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("l"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");

    assertThat(tools.probe(list, FileType.MP4, folder)).isEmpty();
    assertThat(tools.probe(list, FileType.WEBM, folder)).isEmpty();
  }

  private static byte[] wav(int rate, int samples) {
    ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
    return wav.array();
  }
}
