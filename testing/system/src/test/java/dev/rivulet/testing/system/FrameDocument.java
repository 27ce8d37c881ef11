package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/// The AsyncAPI document that the running client-api serves, as a judge of frames.
final class FrameDocument {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private FrameDocument(JsonNode document) {
    this.document = document;
  }

  static FrameDocument of(Http http) {
    try {
      // Deeper than a frame may be.
      String text = http.get("/docs/asyncapi.json", null).body();
      return new FrameDocument(new ObjectMapper().readTree(text));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /// `side` is `client` or `server`.
  void judge(String side, JsonNode frame) {
    String name = side + "-" + frame.path("type").asText();
    JsonNode payload = document.path("components").path("messages").path(name).path("payload");
    assertThat(payload.isObject()).as(name).isTrue();
    ObjectNode schema = payload.deepCopy();
    schema.set("components", document.path("components"));
    assertThat(registry.getSchema(schema.toString()).validate(frame.toString(), InputFormat.JSON))
        .as("%s", frame)
        .isEmpty();
  }
}
