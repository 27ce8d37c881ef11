package dev.rivulet.media.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.media.MediaScene;
import dev.rivulet.media.TestImages;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files made to hurt are refused with a reason, and leave nothing behind.
class HostileFilesTest {
  @TempDir static Path folder;
  static MediaScene scene;

  @BeforeAll
  static void start() {
    scene = new MediaScene(folder, MediaScene.limits());
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  static List<HostileFiles.Sample> samples() {
    return HostileFiles.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void hostileFileIsRefusedWithAReason(HostileFiles.Sample sample) throws IOException {
    HttpResponse<byte[]> response = scene.upload(scene.ann, sample.bytes(), sample.mediaType());

    JsonNode problem = FrameCodec.json().readTree(response.body());
    assertThat(response.statusCode())
        .as(new String(response.body(), UTF_8))
        .isEqualTo(sample.status());
    assertThat(problem.get("code").asText())
        .isEqualTo(sample.status() == 415 ? "unsupported-media" : "bad-media");
    if (!sample.reason().isEmpty()) {
      assertThat(problem.get("detail").asText()).isEqualTo(sample.reason());
    }
    assertThat(scene.store.keys()).isEmpty();
    assertThat(scene.index.count()).isZero();
    try (Stream<Path> left = Files.list(scene.spool)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void thereAreAtLeastFortyOfThem() {
    assertThat(samples()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void whatACameraAppendsIsTakenAndDropped() throws IOException {
    byte[] picture = TestImages.jpeg(100, 80, 61);
    byte[] both = java.util.Arrays.copyOf(picture, 2 * picture.length);
    System.arraycopy(picture, 0, both, picture.length, picture.length);
    MediaScene own = new MediaScene(folder.resolve("own"), MediaScene.limits());
    try (own) {
      assertThat(own.upload(own.ann, both, "image/jpeg").statusCode()).isEqualTo(201);
    }
  }
}
