package dev.rivulet.media.upload;

import static dev.rivulet.media.upload.UploadResourceTest.id;
import static dev.rivulet.media.upload.UploadResourceTest.json;
import static dev.rivulet.media.upload.UploadResourceTest.problem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.MediaScene;
import dev.rivulet.media.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads in pieces, over HTTP.
class TusResourceTest {
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
  void piecesBecomeOneFile() {
    byte[] jpeg = TestImages.jpeg(900, 600, 41);
    String upload = create(scene.ann, jpeg.length);
    int half = jpeg.length / 2;

    assertThat(offset(scene.ann, upload)).isZero();
    assertThat(append(scene.ann, upload, 0, Arrays.copyOf(jpeg, half)).statusCode()).isEqualTo(204);
    assertThat(offset(scene.ann, upload)).isEqualTo(half);
    assertThat(problem(result(scene.ann, upload))).isEqualTo("409 incomplete");
    assertThat(problem(append(scene.ann, upload, 0, jpeg))).isEqualTo("409 wrong-offset");
    HttpResponse<byte[]> last =
        append(scene.ann, upload, half, Arrays.copyOfRange(jpeg, half, jpeg.length));

    assertThat(last.statusCode()).isEqualTo(204);
    JsonNode answer = json(result(scene.ann, upload));
    assertThat(last.headers().firstValue("Rivulet-Media")).contains(id(answer).toString());
    assertThat(answer.get("name").asText()).isEqualTo("beach.jpg");
    assertThat(answer.get("width").asInt()).isEqualTo(900);
    assertThat(scene.get(id(answer), MediaVariant.DISPLAY).statusCode()).isEqualTo(200);
    assertThat(scene.store.keys()).noneMatch(key -> key.contains(upload));
  }

  @Test
  void whatCameBeforeACutIsKept() throws IOException {
    byte[] bytes = new byte[400_000];
    new Random(42).nextBytes(bytes);
    String upload = create(scene.ann, bytes.length);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), scene.port())) {
      String head =
          "PATCH /v1/media/tus/"
              + upload
              + " HTTP/1.1\r\nHost: a\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
              + "Content-Type: application/offset+octet-stream\r\nAuthorization: Bearer "
              + scene.token(scene.ann)
              + "\r\nContent-Length: 400000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(bytes, 0, 300_000);
      socket.getOutputStream().flush();
      assertThat(socket.isConnected()).isTrue();
    }

    await().untilAsserted(() -> assertThat(offset(scene.ann, upload)).isPositive());
    int offset = (int) offset(scene.ann, upload);
    append(scene.ann, upload, offset, Arrays.copyOfRange(bytes, offset, bytes.length));
    JsonNode answer = json(result(scene.ann, upload));

    assertThat(scene.get(id(answer), MediaVariant.ORIGINAL).body()).isEqualTo(bytes);
  }

  @Test
  void anUploadBelongsToWhoBeganIt() {
    String upload = create(scene.ann, 10);

    assertThat(append(scene.bob, upload, 0, new byte[10]).statusCode()).isEqualTo(404);
    assertThat(result(scene.bob, upload).statusCode()).isEqualTo(404);
    assertThat(delete(scene.bob, upload).statusCode()).isEqualTo(404);
    assertThat(offset(scene.ann, upload)).isZero();
  }

  @Test
  void aTerminatedUploadIsGone() {
    String upload = create(scene.ann, 100);
    append(scene.ann, upload, 0, new byte[50]);

    assertThat(delete(scene.ann, upload).statusCode()).isEqualTo(204);

    assertThat(result(scene.ann, upload).statusCode()).isEqualTo(404);
    assertThat(scene.store.keys()).noneMatch(key -> key.contains(upload));
  }

  @Test
  void aFileThatIsRefusedLeavesNothing() {
    byte[] cut = Arrays.copyOf(TestImages.jpeg(300, 200, 43), 2000);
    String upload = create(scene.ann, cut.length);

    assertThat(problem(append(scene.ann, upload, 0, cut))).isEqualTo("422 bad-media");

    assertThat(result(scene.ann, upload).statusCode()).isEqualTo(404);
    assertThat(scene.store.keys()).noneMatch(key -> key.contains(upload));
  }

  @Test
  void anUploadThatIsTooLargeIsNotBegun() {
    HttpResponse<byte[]> response =
        scene.send(
            tus(scene.ann, "/v1/media/tus")
                .header("Upload-Length", Long.toString(9 << 20))
                .POST(BodyPublishers.noBody()));

    assertThat(problem(response)).isEqualTo("413 too-large");
  }

  @Test
  void anotherVersionIsToldOurs() {
    HttpResponse<byte[]> response =
        scene.send(
            scene
                .request(scene.ann, "/v1/media/tus")
                .header("Tus-Resumable", "0.2.2")
                .POST(BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(response.headers().firstValue("Tus-Version")).contains("1.0.0");
  }

  private static HttpRequest.Builder tus(UUID user, String path) {
    return scene.request(user, path).header("Tus-Resumable", "1.0.0");
  }

  private static String create(UUID user, int length) {
    String name = Base64.getEncoder().encodeToString("trips/beach.jpg".getBytes(UTF_8));
    HttpResponse<byte[]> response =
        scene.send(
            tus(user, "/v1/media/tus")
                .header("Upload-Length", Integer.toString(length))
                .header("Upload-Metadata", "filename " + name + ",empty")
                .POST(BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(201);
    String location = response.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static HttpResponse<byte[]> append(UUID user, String upload, long offset, byte[] bytes) {
    return scene.send(
        tus(user, "/v1/media/tus/" + upload)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(bytes)));
  }

  private static long offset(UUID user, String upload) {
    HttpResponse<byte[]> response =
        scene.send(tus(user, "/v1/media/tus/" + upload).method("HEAD", BodyPublishers.noBody()));
    return response.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  private static HttpResponse<byte[]> result(UUID user, String upload) {
    return scene.send(tus(user, "/v1/media/tus/" + upload).GET());
  }

  private static HttpResponse<byte[]> delete(UUID user, String upload) {
    return scene.send(tus(user, "/v1/media/tus/" + upload).DELETE());
  }
}
