package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.runtime.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documents name what is served, and what is served is in the documents.
class InterfaceDocumentTest {
  private final InterfaceDocument asyncapi = new InterfaceDocument("asyncapi.json");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static ClientApi api;

  /// Nothing but the process itself: it starts without its servers.
  @BeforeAll
  static void start(@TempDir Path directory) {
    api =
        ClientApi.start(
            Configuration.load(
                ApiConfig.class,
                Map.of(
                    "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                    "RIVULET_CASSANDRA_CONTACT_POINTS", "127.0.0.1:1",
                    "RIVULET_REDIS_URI", "redis://127.0.0.1:1",
                    "RIVULET_MEDIA_KEYS_URLS", ApiServers.MEDIA_KEYS,
                    "RIVULET_API_SIGNING_KEY_FILE", directory.resolve("keys.json").toString()),
                null));
  }

  @AfterAll
  static void stop() {
    api.close();
    CLIENT.close();
  }

  @Test
  void everyRouteIsAnOperationAndEveryOperationARoute() {
    // The browser client's own files are pages, and no interface.
    var routes = new TreeSet<>(api.routes());
    routes.removeIf(route -> route.equals("GET /") || route.startsWith("GET /assets/"));
    assertThat(InterfaceDocument.OPENAPI.operations()).containsExactlyElementsOf(routes);
  }

  @Test
  void everyFrameIsAMessageAndEveryMessageAFrame() {
    assertThat(names("client-")).containsExactlyInAnyOrderElementsOf(types(ClientFrame.class));
    assertThat(names("server-")).containsExactlyInAnyOrderElementsOf(types(ServerFrame.class));
  }

  private List<String> names(String side) {
    JsonNode messages = asyncapi.document().path("components").path("messages");
    return messages.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> name.startsWith(side))
        .map(name -> name.substring(side.length()))
        .toList();
  }

  private static List<String> types(Class<?> frames) {
    return Arrays.stream(frames.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .toList();
  }

  @Test
  void thePagesLoadEverythingFromHere() throws Exception {
    for (String page : List.of("/docs", "/docs/media", "/docs/frames")) {
      HttpResponse<String> answer = get(page);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("script-src 'self'");
      List<String> parts =
          Pattern.compile("(?:src|href)=\"([^\"]+)\"")
              .matcher(answer.body())
              .results()
              .map((MatchResult found) -> found.group(1))
              .toList();
      assertThat(parts).isNotEmpty().allMatch(part -> part.startsWith("/docs"));
      for (String part : parts) {
        assertThat(get(part).statusCode()).as(part).isEqualTo(200);
      }
    }
    assertThat(get("/docs/other.js").statusCode()).isEqualTo(404);
  }

  @Test
  void theDocumentsAreServedAsTheyAre() throws Exception {
    for (String name : List.of("openapi.json", "asyncapi.json")) {
      JsonNode served = new ObjectMapper().readTree(get("/docs/" + name).body());
      assertThat(served).isEqualTo(new InterfaceDocument(name).document());
    }
    JsonNode media = new ObjectMapper().readTree(get("/docs/media.json").body());
    assertThat(media.path("paths").has("/v1/media")).isTrue();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode document : List.of(InterfaceDocument.OPENAPI.document(), asyncapi.document())) {
      assertThat(references(document))
          .isNotEmpty()
          .allSatisfy(
              it -> assertThat(document.at(it.substring(1)).isMissingNode()).as(it).isFalse());
    }
  }

  private static List<String> references(JsonNode document) {
    return Stream.of(document.findValuesAsText("$ref")).flatMap(List::stream).distinct().toList();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + api.ports().get("http") + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
