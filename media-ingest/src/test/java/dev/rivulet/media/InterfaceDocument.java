package dev.rivulet.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rivulet.contracts.media.MediaUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// The OpenAPI document as a judge of answers: every request of the tests goes past it.
final class InterfaceDocument {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonNode DOCUMENT = read();
  private static final Set<String> EXERCISED = new ConcurrentSkipListSet<>();

  private InterfaceDocument() {}

  private static JsonNode read() {
    try (InputStream in = MediaUrl.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each as `POST /v1/media`.
  static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (var path : DOCUMENT.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        operations.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return operations;
  }

  /// Those of which an answer was judged.
  static Set<String> exercised() {
    return Set.copyOf(EXERCISED);
  }

  static boolean isOpen(String operation) {
    return at(operation).has("security");
  }

  private static JsonNode at(String operation) {
    String[] words = operation.split(" ", 2);
    return DOCUMENT.path("paths").path(words[1]).path(words[0].toLowerCase(Locale.ROOT));
  }

  /// Fails when the answer is not what the document says. A path that it lacks is not judged.
  static void judge(HttpRequest asked, HttpResponse<byte[]> answer) {
    Optional<String> found =
        operations().stream()
            .filter(it -> fits(it, asked.method() + " " + asked.uri().getRawPath()))
            .findFirst();
    if (found.isPresent()) {
      EXERCISED.add(found.get());
      judge(found.get(), asked.method().equals("HEAD"), answer);
    }
  }

  private static boolean fits(String operation, String request) {
    return request.matches(operation.replaceAll("\\{\\w+}", "(?!tus/)[^/]+"));
  }

  private static void judge(String operation, boolean head, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    JsonNode said = answer(at(operation).path("responses"), status);
    assertThat(said.isMissingNode()).as("%s answers %d", operation, status).isFalse();
    JsonNode content = said.path("content");
    if (content.isMissingNode() || head) {
      assertThat(answer.body()).as("%s %d has no body", operation, status).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    if (!content.has("*/*")) {
      JsonNode schema = content.path(type).path("schema");
      assertThat(schema.isMissingNode()).as("%s %d is %s", operation, status, type).isFalse();
      assertThat(errors(schema, new String(answer.body(), StandardCharsets.UTF_8)))
          .as("%s %d", operation, status)
          .isEmpty();
    }
  }

  private static JsonNode answer(JsonNode answers, int status) {
    JsonNode answer = answers.path(Integer.toString(status));
    if (answer.isMissingNode() && status >= 400) {
      answer = answers.path("default");
    }
    String reference = answer.path("$ref").asText();
    return reference.isEmpty() ? answer : DOCUMENT.at(reference.substring(1));
  }

  private static List<Error> errors(JsonNode schema, String body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", DOCUMENT.path("components"));
    return REGISTRY.getSchema(whole.toString()).validate(body, InputFormat.JSON);
  }
}
