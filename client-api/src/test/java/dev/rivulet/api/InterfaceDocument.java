package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// The OpenAPI document as a judge of answers: every request of the tests goes past it.
final class InterfaceDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final InterfaceDocument OPENAPI = new InterfaceDocument("openapi.json");

  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> exercised = new ConcurrentSkipListSet<>();

  InterfaceDocument(String name) {
    try (InputStream in = InterfaceDocument.class.getResourceAsStream("docs/" + name)) {
      this.document = JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  /// Each as `GET /v1/me`.
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> operations.add(method.toUpperCase(ROOT) + " " + path.getKey())));
    return operations;
  }

  private static final Locale ROOT = Locale.ROOT;

  /// Those of which an answer was judged.
  Set<String> exercised() {
    return Set.copyOf(exercised);
  }

  /// Fails when the answer is not what the document says. A path that it lacks is not judged.
  void judge(String method, String path, int status, String mediaType, byte[] body) {
    Optional<String> pattern = pattern(method, path.split("\\?", 2)[0]);
    if (pattern.isEmpty()) {
      return;
    }
    String name = method + " " + pattern.get();
    JsonNode answers =
        document.path("paths").path(pattern.get()).path(method.toLowerCase(ROOT)).path("responses");
    JsonNode answer = answer(answers, status);
    assertThat(answer.isMissingNode()).as("%s answers %d", name, status).isFalse();
    exercised.add(name);
    JsonNode content = answer.path("content");
    if (content.isMissingNode() || status == 304) {
      assertThat(body.length).as("%s %d has no body", name, status).isZero();
      return;
    }
    String essence = mediaType.split(";", 2)[0].strip();
    JsonNode schema = content.path(essence);
    assertThat(schema.isMissingNode()).as("%s %d is %s", name, status, essence).isFalse();
    if (essence.endsWith("json")) {
      assertThat(errors(schema.path("schema"), new String(body, StandardCharsets.UTF_8)))
          .as("%s %d", name, status)
          .isEmpty();
    }
  }

  /// What a body has that its schema has not.
  List<String> errors(JsonNode schema, String body) {
    return schemas
        .computeIfAbsent(schema.toString(), _ -> schema(schema))
        .validate(body, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /// On its own, with the words that it refers to.
  private Schema schema(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return registry.getSchema(whole.toString());
  }

  private JsonNode answer(JsonNode answers, int status) {
    JsonNode answer = answers.path(Integer.toString(status));
    if (answer.isMissingNode() && status >= 400) {
      answer = answers.path("default");
    }
    String reference = answer.path("$ref").asText();
    return reference.isEmpty() ? answer : document.at(reference.substring(1));
  }

  /// Words in a path win over what stands for any.
  private Optional<String> pattern(String method, String path) {
    List<String> found = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            entry -> {
              boolean has = entry.getValue().has(method.toLowerCase(ROOT));
              if (has && path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                found.add(entry.getKey());
              }
            });
    return found.stream().min(Comparator.comparingInt(it -> it.indexOf('{') < 0 ? 0 : 1));
  }
}
