package dev.rivulet.media.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaTicket;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.MediaScene;
import dev.rivulet.media.TestImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads in one request, over HTTP.
class UploadResourceTest {
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

  @Test
  void jpegBecomesTwoVariantsAndATicket() throws IOException {
    HttpResponse<byte[]> response =
        scene.upload(scene.ann, TestImages.jpeg(2000, 1000, 11), "image/jpeg");

    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode answer = json(response);
    assertThat(answer.get("type").asText()).isEqualTo("image/webp");
    assertThat(answer.get("width").asInt()).isEqualTo(1600);
    assertThat(answer.get("height").asInt()).isEqualTo(800);
    Attachment facts =
        MediaTicket.verify(answer.get("ticket").asText(), MediaScene.KEYS).orElseThrow();
    UUID id = id(answer);
    assertThat(Ids.uuid(facts.getId())).isEqualTo(id);
    assertThat(Ids.uuid(facts.getOwner())).isEqualTo(scene.ann);
    assertThat(facts.getSize()).isEqualTo(answer.get("size").asLong());
    assertThat(facts.getPlaceholder()).isNotEmpty();
    assertThat(scene.log.kept()).contains(id);

    HttpResponse<byte[]> thumbnail = scene.get(id, MediaVariant.THUMBNAIL);
    assertThat(thumbnail.statusCode()).isEqualTo(200);
    assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getWidth()).isEqualTo(320);
    assertThat(scene.get(id, MediaVariant.ORIGINAL).statusCode()).isEqualTo(404);
  }

  @Test
  void sameFileByTwoPeopleIsStoredOnceAndCountsTwice() {
    byte[] png = TestImages.encoded(TestImages.scene(300, 200, 12), "png");
    UUID first = id(json(scene.upload(scene.ann, png, "image/png")));
    int puts = scene.store.puts();
    long used = scene.index.bytesOf(scene.bob);

    JsonNode second = json(scene.upload(scene.bob, png, "image/png"));

    assertThat(scene.store.puts()).isEqualTo(puts);
    assertThat(id(second)).isNotEqualTo(first);
    assertThat(scene.index.bytesOf(scene.bob)).isEqualTo(used + png.length);
    assertThat(scene.get(id(second), MediaVariant.DISPLAY).body())
        .isEqualTo(scene.get(first, MediaVariant.DISPLAY).body());
  }

  @Test
  void aRepeatUnderItsKeyIsTheSameMediaAndCountsOnce() {
    UUID owner = UUID.randomUUID();
    byte[] png = TestImages.encoded(TestImages.scene(300, 200, 14), "png");
    byte[] other = TestImages.encoded(TestImages.scene(300, 200, 15), "png");
    JsonNode first = json(named(owner, "\"key-1\"", png));
    JsonNode second = json(named(owner, "key-1", png));
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(scene.index.bytesOf(owner)).isEqualTo(png.length);
    assertThat(
            Ids.uuid(
                MediaTicket.verify(second.get("ticket").asText(), MediaScene.KEYS)
                    .orElseThrow()
                    .getId()))
        .isEqualTo(id(first));

    HttpResponse<byte[]> reused = named(owner, "key-1", other);
    assertThat(reused.statusCode()).isEqualTo(422);
    assertThat(new String(reused.body(), UTF_8)).contains("idempotency-key-reused");
    assertThat(named(owner, "not a key", png).statusCode()).isEqualTo(400);
    assertThat(id(json(named(owner, "key-2", png)))).isNotEqualTo(id(first));
    assertThat(id(json(named(scene.bob, "key-1", png)))).isNotEqualTo(id(first));
  }

  private static HttpResponse<byte[]> named(UUID owner, String key, byte[] bytes) {
    return scene.send(
        scene
            .request(owner, "/v1/media")
            .header("Content-Type", "image/png")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  @Test
  void formIsTakenLikeABody() {
    byte[] jpeg = TestImages.jpeg(100, 80, 13);
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    String boundary = "--- a b";
    form.writeBytes(
        ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n")
            .getBytes(UTF_8));
    form.writeBytes(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"Über/a\u00e9.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
            .getBytes(UTF_8));
    form.writeBytes(jpeg);
    form.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));

    HttpResponse<byte[]> response =
        scene.send(
            scene
                .request(scene.ann, "/v1/media")
                .header("Content-Type", "multipart/form-data; boundary=\"" + boundary + "\"")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("name").asText()).isEqualTo("a\u00e9.jpg");
    assertThat(json(response).get("width").asInt()).isEqualTo(100);
  }

  @Test
  void scriptsAreOnlyEverAttachments() {
    byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".getBytes(UTF_8);

    JsonNode answer = json(scene.upload(scene.ann, svg, "image/svg+xml"));
    HttpResponse<byte[]> got = scene.get(id(answer), MediaVariant.ORIGINAL);

    assertThat(answer.get("type").asText()).isEqualTo("application/octet-stream");
    assertThat(got.body()).isEqualTo(svg);
    assertThat(got.headers().firstValue("Content-Disposition")).contains("attachment");
    assertThat(got.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(got.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(got.headers().firstValue("Content-Security-Policy").orElse("")).contains("sandbox");
  }

  @Test
  void withoutATokenNothingIsTaken() {
    HttpResponse<byte[]> response =
        scene.send(
            scene
                .request(scene.ann, "/v1/media")
                .setHeader("Authorization", "Bearer x.y.z")
                .POST(BodyPublishers.ofByteArray(new byte[200_000])));

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void moreThanItsKindMayHaveIsRefused() {
    assertThat(problem(scene.upload(scene.ann, new byte[(1 << 20) + 1], "application/zip")))
        .isEqualTo("413 too-large");
    assertThat(spooled()).isZero();
  }

  @Test
  void quotaEndsUploads() {
    UUID carl = UUID.randomUUID();
    Random random = new Random(14);
    String last = "";
    for (int i = 0; i < 40 && last.isEmpty(); i++) {
      byte[] bytes = new byte[1 << 20];
      random.nextBytes(bytes);
      HttpResponse<byte[]> response = scene.upload(carl, bytes, "application/zip");
      last = response.statusCode() == 201 ? "" : problem(response);
    }

    assertThat(last).isEqualTo("413 quota-exceeded");
    assertThat(scene.index.bytesOf(carl)).isEqualTo(32L << 20);
  }

  @Test
  void bodyShorterThanAnnouncedLeavesNothing() throws IOException {
    int before = scene.index.count();
    byte[] jpeg = TestImages.jpeg(600, 400, 15);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), scene.port())) {
      String head =
          "POST /v1/media HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
              + scene.token(scene.ann)
              + "\r\nContent-Type: image/jpeg\r\nContent-Length: "
              + jpeg.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(jpeg, 0, jpeg.length / 2);
      socket.getOutputStream().flush();
      await().untilAsserted(() -> assertThat(spooled()).isOne());
    }

    await().untilAsserted(() -> assertThat(spooled()).isZero());
    assertThat(scene.index.count()).isEqualTo(before);
  }

  @Test
  void storeThatIsAwayRefusesForNow() {
    byte[] png = TestImages.encoded(TestImages.scene(40, 40, 16), "png");
    scene.store.setAway(true);
    try {
      assertThat(problem(scene.upload(scene.ann, png, "image/png"))).isEqualTo("503 unavailable");
    } finally {
      scene.store.setAway(false);
    }
    assertThat(scene.upload(scene.ann, png, "image/png").statusCode()).isEqualTo(201);
  }

  @Test
  void onlyTheOwnerGetsAnotherTicket() {
    byte[] png = TestImages.encoded(TestImages.scene(40, 30, 17), "png");
    UUID id = id(json(scene.upload(scene.ann, png, "image/png")));

    HttpResponse<byte[]> own = ticket(scene.ann, id);
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(MediaTicket.verify(json(own).get("ticket").asText(), MediaScene.KEYS)).isPresent();
    assertThat(problem(ticket(scene.bob, id))).isEqualTo("404 unknown-media");
    assertThat(problem(ticket(scene.ann, UUID.randomUUID()))).isEqualTo("404 unknown-media");
  }

  private static HttpResponse<byte[]> ticket(UUID user, UUID media) {
    return scene.send(
        scene.request(user, "/v1/media/" + media + "/ticket").POST(BodyPublishers.noBody()));
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return FrameCodec.json().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(new String(response.body(), UTF_8), e);
    }
  }

  static UUID id(JsonNode answer) {
    assertThat(answer.has("id")).as(answer.toString()).isTrue();
    return UUID.fromString(answer.get("id").asText());
  }

  static String problem(HttpResponse<byte[]> response) {
    return response.statusCode() + " " + json(response).get("code").asText();
  }

  private static long spooled() {
    try (Stream<Path> files = Files.list(scene.spool)) {
      return files.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
