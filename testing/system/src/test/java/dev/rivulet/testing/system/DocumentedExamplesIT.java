package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.testing.system.DocumentedExamples.Message;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whoever types what `docs/protocol.md` shows gets what it shows: every operation and every frame
/// of a client is sent, and each answer has the fields of its example.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(4)
class DocumentedExamplesIT {
  private static final String ANN = "6f1d2c3a-8e4b-4c5d-9a10-1f2e3d4c5b6a";
  private static final String DEVICE = "2a7c9e10-5b3d-4f6e-8a91-b2c3d4e5f607";
  private static final String BOB = "c0ffee00-1234-4abc-8def-0123456789ab";
  private static final String DIRECT = "e0a346cb-1628-8bdb-8d32-e2340450af02";
  private static final String GROUP = "7e57ed00-c0de-4bad-8a5e-0123456789ab";
  private static final String PICTURE = "91c7e0aa-4d2b-4f16-8e3a-5b6c7d8e9f01";
  private static final String CURSOR = "V3EgKgAAAAAAAJ0VAAABnqvfUgA";
  private static final String OLDER_CURSOR = "V3EgKgAAAAAAAJ0SAAABnqvfUgA";
  private static final String ACCESS_TOKEN = "ACCESS_TOKEN";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// They end the device that the others need.
  private static final List<String> LAST =
      List.of("logout", "revoke-device", "deactivate", "erase");

  /// They need another issuer; client-api's own tests have one.
  private static final List<String> ELSEWHERE =
      List.of("login-oidc", "link-identity", "unlink-identity");

  private static final String PASSWORD = "correct horse battery";
  private static final String NEXT_PASSWORD = "staple correct horse";

  /// Depends on the moment.
  private static final String OPTIONAL = "retryAfter";

  private final TestStack stack;
  private final DocumentedExamples examples = DocumentedExamples.read();
  private final Set<String> heard = new HashSet<>();

  DocumentedExamplesIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void everyExampleIsAnsweredAsDocumented() {
    List<Person> bob = stack.people(1);
    examples.replace(BOB, bob.getFirst().id().toString());
    examples.replace("handle=bob", "handle=" + bob.getFirst().handle());
    examples.replace("\"ann\"", '"' + TestStack.newHandle("ann") + '"');
    examples.replace("\"anna\"", '"' + TestStack.newHandle("anna") + '"');
    examples.replace(PASSWORD, TestStack.newPassword());
    examples.replace(NEXT_PASSWORD, TestStack.newPassword());
    var operations = new ArrayList<>(examples.operations());
    operations.removeAll(LAST);
    operations.removeAll(ELSEWHERE);
    int conversations = operations.indexOf("conversations");
    try (var http = new Http(stack.api())) {
      operations.subList(0, conversations).forEach(name -> run(http, name));
      frames(FrameDocument.of(http));
      operations.subList(conversations, operations.size()).forEach(name -> run(http, name));
      for (String name : LAST) {
        run(http, "login");
        run(http, name);
        // The device is gone: the next log-in makes another one.
        examples.replace(DEVICE, DEVICE);
      }
    }
    Person.closeAll(bob);
  }

  /// Until it is answered as documented: what was just decided is stored a moment later.
  private void run(Http http, String operation) {
    await(operation).atMost(PATIENCE).untilAsserted(() -> runOnce(http, operation));
  }

  private void runOnce(Http http, String operation) {
    var request =
        Message.of(examples.all("operation", operation).getFirst())
            .request(stack.api())
            .header("Authorization", "Bearer " + examples.real(ACCESS_TOKEN))
            .timeout(PATIENCE);
    var answer = http.send(request.build());
    assertThat(answer.status()).as("%s: %s", operation, answer.body()).isBetween(200, 299);
    learn(operation, answer.body());
    if (operation.equals("sign-up")) {
      examples.replace(PICTURE, upload());
    }
    for (String example : examples.all("answer", operation)) {
      var documented = Message.of(example);
      assertThat(answer.status()).as(operation).isEqualTo(documented.status());
      compare(operation, json(answer.body()), json(documented.body()));
    }
  }

  /// An image of hers.
  private String upload() {
    var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    var png = new ByteArrayOutputStream();
    try (var media = new Http(stack.media())) {
      ImageIO.write(image, "png", png);
      var answer =
          media.send(
              HttpRequest.newBuilder(stack.media().resolve("/v1/media"))
                  .header("Authorization", "Bearer " + examples.real(ACCESS_TOKEN))
                  .header("Content-Type", "image/png")
                  .POST(BodyPublishers.ofByteArray(png.toByteArray()))
                  .build());
      return json(answer.body()).path("id").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(String operation, String body) {
    switch (operation) {
      case "sign-up", "login", "token" -> {
        var answer = json(body);
        examples.replace(ANN, answer.path("user").asText());
        examples.replace(DEVICE, answer.path("device").asText());
        examples.replace(ACCESS_TOKEN, answer.path("accessToken").asText());
        examples.replace("REFRESH_TOKEN", answer.path("refreshToken").asText());
        var user = UUID.fromString(answer.path("user").asText());
        examples.replace("TICKET", Media.ticket(Media.picture(user)));
      }
      case "change-handle" -> examples.replace("\"ann\"", json(body).path("handle").toString());
      case "change-password" -> examples.replace(PASSWORD, examples.real(NEXT_PASSWORD));
      case "open-direct" -> examples.replace(DIRECT, json(body).path("conversation").asText());
      case "create-group" -> examples.replace(GROUP, json(body).path("conversation").asText());
      default -> {}
    }
  }

  private void frames(FrameDocument document) {
    for (String type : List.of("attach", "send", "token", "ping")) {
      examples.all("frame", type).forEach(frame -> document.judge("client", json(frame)));
    }
    try (var socket = RawSocket.open(stack.gateways().getFirst())) {
      socket.text(frame("attach"));
      String cursor = heard(document, socket, "attached").path("cursor").asText();
      examples.replace(CURSOR, cursor);
      examples.replace(OLDER_CURSOR, cursor);
      List<String> sends = examples.all("frame", "send");
      for (String send : sends) {
        socket.text(send);
        heard(document, socket, "ack", "event", "sent");
      }
      socket.text(sends.getFirst());
      heard(document, socket, "ack", "duplicate");
      socket.text(sends.getFirst().replace("m-1", "m-9").replace("\"n\":1", "\"n\":9"));
      assertThat(heard(document, socket, "ack", "refused").path("next").asLong())
          .isEqualTo(sends.size() + 1);
      socket.text("nonsense");
      assertThat(heard(document, socket, "refused").path("code").asText()).isEqualTo("bad-frame");
      socket.text(frame("token"));
      socket.text(frame("ping"));
      heard(document, socket, "pong");
      if (!heard.contains("cursor")) {
        heard(document, socket, "cursor");
      }
    }
  }

  private String frame(String type) {
    return examples.all("frame", type).getFirst();
  }

  /// Waits for frames of these types in any order, and returns the last of them. None may have a
  /// field that no example of its type has.
  private JsonNode heard(FrameDocument document, RawSocket socket, String... types) {
    var missing = new HashSet<>(Set.of(types));
    JsonNode last = FrameCodec.json().nullNode();
    while (!missing.isEmpty()) {
      last = json(socket.next());
      document.judge("server", last);
      String type = last.path("type").asText();
      missing.remove(type);
      heard.add(type);
      var documented = FrameCodec.json().createArrayNode();
      examples.all("frame", type).forEach(example -> documented.add(json(example)));
      var undocumented = paths(last);
      undocumented.removeAll(paths(documented));
      undocumented.removeIf(path -> path.startsWith("event."));
      assertThat(undocumented).as(type).isEmpty();
    }
    return last;
  }

  /// The fields of events depend on their kind.
  private static void compare(String name, JsonNode answer, JsonNode documented) {
    var real = paths(answer);
    var expected = paths(documented);
    for (var paths : List.of(real, expected)) {
      paths.removeIf(path -> path.startsWith("events.") || path.equals(OPTIONAL));
    }
    assertThat(real).as(name).isEqualTo(expected);
  }

  private static Set<String> paths(JsonNode node) {
    var paths = new TreeSet<String>();
    collect("", node, paths);
    return paths;
  }

  private static void collect(String prefix, JsonNode node, Set<String> paths) {
    if (node.isArray()) {
      node.forEach(item -> collect(prefix, item, paths));
    }
    for (var field : node.properties()) {
      paths.add(prefix + field.getKey());
      collect(prefix + field.getKey() + ".", field.getValue(), paths);
    }
  }

  private static JsonNode json(String text) {
    try {
      return FrameCodec.json().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
