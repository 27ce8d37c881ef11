package dev.rivulet.media.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.MediaScene;
import dev.rivulet.media.TestImages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is served, over HTTP.
class DeliveryResourceTest {
  @TempDir static Path folder;
  static MediaScene scene;
  static UUID media;
  static byte[] whole;

  @BeforeAll
  static void start() throws IOException {
    scene = new MediaScene(folder, MediaScene.limits());
    byte[] jpeg = TestImages.jpeg(500, 300, 21);
    JsonNode answer =
        FrameCodec.json().readTree(scene.upload(scene.ann, jpeg, "image/jpeg").body());
    media = UUID.fromString(answer.get("id").asText());
    whole = scene.get(media, MediaVariant.DISPLAY).body();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void aRangeIsServedAlone() {
    HttpResponse<byte[]> part = get("Range", "bytes=10-19");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 10-19/" + whole.length);
    assertThat(get("Range", "bytes=-5").body())
        .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
    assertThat(get("Range", "bytes=" + whole.length + "-").statusCode()).isEqualTo(416);
    assertThat(get("Range", "bytes=1-2,4-5").body()).isEqualTo(whole);
    assertThat(get("Range", "lines=1-2").body()).isEqualTo(whole);
  }

  @Test
  void whatAClientHasIsNotSentAgain() {
    String etag = get("Accept", "*/*").headers().firstValue("ETag").orElseThrow();

    assertThat(get("If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(get("If-None-Match", "\"x\", W/" + etag).statusCode()).isEqualTo(304);
    assertThat(get("If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertThat(get("If-Match", "\"x\"").statusCode()).isEqualTo(412);
  }

  @Test
  void aRangeOfAnotherVersionIsTheWhole() {
    HttpResponse<byte[]> other =
        scene.send(
            scene
                .signed(media, MediaVariant.DISPLAY)
                .header("Range", "bytes=0-3")
                .header("If-Range", "\"x\""));

    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(whole);
  }

  @Test
  void headHasNoBody() {
    HttpResponse<byte[]> head =
        scene.send(
            scene
                .signed(media, MediaVariant.DISPLAY)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.length);
  }

  @Test
  void cachesMayKeepItForOnePerson() {
    assertThat(get("Accept", "*/*").headers().firstValue("Cache-Control"))
        .contains("private, max-age=31536000, immutable");
  }

  @Test
  void addressesThatWereNotSignedAreRefused() {
    Instant now = Clock.systemUTC().instant();
    MediaKeys foreign = MediaKeys.parse("k1 MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWg=");
    String good = MediaUrl.sign(media, MediaVariant.DISPLAY, now, MediaScene.KEYS);

    assertThat(status(good)).isEqualTo(200);
    assertThat(status(MediaUrl.sign(media, MediaVariant.DISPLAY, now, foreign))).isEqualTo(403);
    assertThat(
            status(
                MediaUrl.sign(media, MediaVariant.DISPLAY, now.minusSeconds(600), MediaScene.KEYS)))
        .isEqualTo(403);
    assertThat(status(good.replace("/display?", "/thumbnail?"))).isEqualTo(403);
    assertThat(status(good.substring(0, good.indexOf('?')))).isEqualTo(403);
    assertThat(status(MediaUrl.sign(UUID.randomUUID(), MediaVariant.DISPLAY, now, MediaScene.KEYS)))
        .isEqualTo(404);
  }

  private static int status(String path) {
    return scene
        .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scene.port() + path)).GET())
        .statusCode();
  }

  private static HttpResponse<byte[]> get(String header, String value) {
    return scene.send(scene.signed(media, MediaVariant.DISPLAY).header(header, value));
  }
}
