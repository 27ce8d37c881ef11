package dev.rivulet.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.media.MediaVariant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operation of the document, asked by its owner and by everybody who may not, about what is
/// his and what is nobody's. What answers hold is judged by the document.
class InterfaceTest {
  private static final String NAME = "secret of ann";
  private static final UUID DEVICE = new UUID(9, 9);

  @TempDir static Path folder;
  static MediaScene scene;

  /// Who asks; an empty token is none. A stranger is told nothing but that he is one.
  private record Actor(String name, String token, boolean stranger) {}

  @BeforeAll
  static void start() {
    scene = new MediaScene(folder, MediaScene.limits());
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void everyRouteIsAnOperationAndEveryOperationARoute() {
    assertThat(scene.routes.names())
        .containsExactlyInAnyOrderElementsOf(InterfaceDocument.operations());
  }

  @Test
  void nobodyLearnsOrChangesWhatIsNotHis() throws IOException {
    byte[] file = new byte[1_000];
    UUID media = id(send("ann", "POST /v1/media", "", file));
    String upload = location(send("ann", "POST /v1/media/tus", "", new byte[0]));
    int asked = 0;
    for (Actor actor : actors()) {
      for (String operation : InterfaceDocument.operations()) {
        for (String id : List.of(media.toString(), upload)) {
          asked += isShutOut(actor, operation, id);
        }
      }
    }
    System.out.println("          " + asked + " requests");
    assertThat(scene.index.find(media).orElseThrow().owner()).isEqualTo(scene.ann);
    HttpResponse<byte[]> offset = send("ann", "HEAD /v1/media/tus/{upload}", upload, new byte[0]);
    assertThat(offset.headers().firstValue("Upload-Offset")).contains("0");
    assertThat(scene.get(media, MediaVariant.ORIGINAL).body()).isEqualTo(file);
    for (String left : List.of("GET", "DELETE")) {
      send("ann", left + " /v1/media/tus/{upload}", upload, new byte[0]);
    }
    assertThat(InterfaceDocument.exercised()).isEqualTo(InterfaceDocument.operations());
  }

  private int isShutOut(Actor actor, String operation, String id) {
    String what = actor.name() + ": " + operation + " of " + id;
    HttpResponse<byte[]> answer = send(actor, operation, id, new byte[10]);
    HttpResponse<byte[]> nothing =
        send(actor, operation, UUID.randomUUID().toString(), new byte[10]);
    send(actor, operation, "no-id", new byte[10]);
    assertThat(answer.statusCode()).as(what).isLessThan(500);
    assertThat(text(answer)).as(what).doesNotContain(NAME);
    if (actor.stranger() && !InterfaceDocument.isOpen(operation)) {
      assertThat(answer.statusCode()).as(what).isEqualTo(401);
    }
    if (operation.contains("{")) {
      assertThat(answer.statusCode()).as(what).isIn(401, 403, 404);
      assertThat(answer.statusCode()).as(what).isEqualTo(nothing.statusCode());
      assertThat(text(answer)).as(what).isEqualTo(text(nothing));
    }
    return 3;
  }

  private static List<Actor> actors() {
    Instant now = Instant.now();
    String revoked = scene.tokens.token(scene.ann, DEVICE, now.minusSeconds(1));
    scene.revocations.revoke(scene.ann, DEVICE, now.getEpochSecond());
    Instant longAgo = now.minus(Duration.ofHours(1));
    return List.of(
        new Actor("outsider", scene.token(scene.bob), false),
        new Actor("anonymous", "", true),
        new Actor("revoked", revoked, true),
        new Actor("expired", scene.tokens.token(scene.ann, new UUID(7, 7), longAgo), true),
        new Actor("wrong audience", scene.tokens.forAnother("elsewhere", scene.ann), true),
        new Actor("wrong key", new TestTokens("key-1").token(scene.ann, new UUID(7, 7)), true),
        new Actor("no token", "a.b.c", true));
  }

  private static HttpResponse<byte[]> send(String owner, String operation, String id, byte[] body) {
    return send(new Actor(owner, scene.token(scene.ann), false), operation, id, body);
  }

  private static HttpResponse<byte[]> send(Actor actor, String operation, String id, byte[] body) {
    String[] words = operation.split(" ", 2);
    String path =
        words[1].replace("{variant}", "original").replace("{id}", id).replace("{upload}", id);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scene.port() + path))
            .method(words[0], BodyPublishers.ofByteArray(body));
    if (!actor.token().isEmpty()) {
      request.header("Authorization", "Bearer " + actor.token());
    }
    headers(operation, actor.name()).forEach(request::header);
    return scene.send(request);
  }

  private static Map<String, String> headers(String operation, String name) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (operation.equals("POST /v1/media")) {
      headers.put("Content-Type", "application/octet-stream");
      headers.put("Content-Disposition", "attachment; filename=\"secret of " + name + "\"");
    } else if (operation.contains("/tus")) {
      headers.put("Tus-Resumable", "1.0.0");
      headers.put("Upload-Length", "1000");
      headers.put("Upload-Offset", "0");
      headers.put("Content-Type", "application/offset+octet-stream");
    }
    return headers;
  }

  private static String location(HttpResponse<byte[]> answer) {
    String path = answer.headers().firstValue("Location").orElseThrow();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static UUID id(HttpResponse<byte[]> answer) throws IOException {
    JsonNode json = FrameCodec.json().readTree(answer.body());
    return UUID.fromString(json.get("id").asText());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
