package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.RefusalCode;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.testing.architecture.ProtocolDocument.Example;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The protocol's page names what the code has, and its examples are what the code reads and
/// writes.
class ProtocolDocumentTest {
  private static final String PATH = "((?:\\w+|\"[^\"]*\")(?:\\s*\\+\\s*(?:\\w+|\"[^\"]*\"))*)";
  private static final Pattern NAMED_PATH = Pattern.compile("String (\\w+) = " + PATH + ";");
  private static final Pattern ROUTE =
      Pattern.compile("\\.(get|post|put|patch|delete)\\(\\s*" + PATH + ",");
  private static final SourceTree TREE = SourceTree.read();
  private static final ProtocolDocument DOCUMENT =
      new ProtocolDocument(TREE.text("docs/protocol.md"));

  @Test
  void everyFrameHasAnExample() {
    assertThat(names(DOCUMENT.examples("frame")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(types(ClientFrame.class), types(ServerFrame.class)).toList());
  }

  static Stream<Example> frames() {
    return DOCUMENT.examples("frame").stream();
  }

  @ParameterizedTest
  @MethodSource("frames")
  void exampleIsReadAsItsFrameAndHasNoFieldThatIsIgnored(Example example) throws Exception {
    JsonNode read = FrameCodec.json().readTree(example.text());
    assertThat(read.path("type").asText()).isEqualTo(example.name());
    boolean clients = types(ClientFrame.class).anyMatch(example.name()::equals);
    assertThat(fields(FrameCodec.json().readTree(clients ? client(example) : server(example))))
        .containsAll(fields(read));
  }

  static Stream<Example> events() {
    return DOCUMENT.examples("event").stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void exampleIsReadAsItsEvent(Example example) throws JsonProcessingException {
    var event = FrameCodec.json().readValue(example.text(), ConversationEvent.class);
    assertThat(event.kind()).isEqualTo(example.name());
    assertThat(fields(FrameCodec.json().valueToTree(event)))
        .isEqualTo(fields(FrameCodec.json().readTree(example.text())));
  }

  @Test
  void everyKindOfEventIsExplained() throws IllegalAccessException {
    List<String> kinds = new ArrayList<>();
    for (Field field : ConversationEvent.class.getFields()) {
      kinds.add(String.valueOf(field.get(null)));
    }
    assertThat(DOCUMENT.rows("## Events")).containsAll(kinds);
  }

  @Test
  void everyRefusalCodeIsExplained() {
    assertThat(DOCUMENT.rows("## Refusal codes"))
        .containsExactlyElementsOf(
            sorted(Arrays.stream(RefusalCode.values()).map(RefusalCode::code)));
  }

  @Test
  void everyCloseCodeIsExplained() {
    assertThat(DOCUMENT.rows("## Close codes"))
        .containsExactlyElementsOf(
            sorted(Arrays.stream(CloseCode.values()).map(code -> "" + code.code())));
  }

  @Test
  void everyOperationIsDocumentedAndHasAnExample() {
    // The admin API is not the clients': operations.md describes it.
    var routes =
        sources("client-api/src/main/")
            .flatMap(ProtocolDocumentTest::routes)
            .filter(route -> !route.contains(" /admin/"));
    assertThat(DOCUMENT.operations()).containsExactlyElementsOf(sorted(routes));
    assertThat(DOCUMENT.examples("operation"))
        .extracting(example -> pattern(example.text().lines().findFirst().orElseThrow()))
        .containsAll(DOCUMENT.operations());
  }

  @Test
  void everyProblemCodeIsDocumented() {
    var code =
        Pattern.compile("Problem\\s*\\.(?:of\\(\\s*\\d+,|unprocessable\\()\\s*\"([a-z-]+)\"");
    var codes =
        sources("client-api/src/main/")
            .flatMap(source -> code.matcher(source.replaceAll("(?<=Problem)\\s+", "")).results())
            .map(found -> found.group(1));
    assertThat(DOCUMENT.codes()).containsAll(sorted(codes));
  }

  static Stream<Example> bodies() {
    return Stream.concat(
            DOCUMENT.examples("operation").stream(), DOCUMENT.examples("answer").stream())
        .filter(example -> !example.body().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void exampleBodyIsJson(Example example) throws JsonProcessingException {
    assertThat(FrameCodec.json().readTree(example.body()).isObject()).isTrue();
  }

  /// `router.get(one + "/members", …)` with what `String one = …;` says, as `GET /v1/…`.
  private static Stream<String> routes(String source) {
    Map<String, String> names = new HashMap<>();
    NAMED_PATH
        .matcher(source)
        .results()
        .forEach(found -> names.put(found.group(1), path(found.group(2), names)));
    return ROUTE
        .matcher(source)
        .results()
        .map(found -> found.group(1).toUpperCase(Locale.ROOT) + " " + path(found.group(2), names))
        .filter(route -> route.contains(" /"));
  }

  private static String path(String expression, Map<String, String> names) {
    return Arrays.stream(expression.split("\\+", -1))
        .map(String::strip)
        .map(part -> part.startsWith("\"") ? part.replace("\"", "") : names.getOrDefault(part, ""))
        .collect(Collectors.joining());
  }

  private static byte[] client(Example example) {
    var decoded = FrameCodec.decode(example.text().getBytes(StandardCharsets.UTF_8));
    assertThat(decoded).isInstanceOf(FrameCodec.Decoded.Frame.class);
    return FrameCodec.encode(((FrameCodec.Decoded.Frame) decoded).frame());
  }

  private static byte[] server(Example example) throws JsonProcessingException {
    return FrameCodec.encode(FrameCodec.decodeServer(example.text()));
  }

  private static Stream<String> types(Class<?> frame) {
    return Arrays.stream(frame.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name);
  }

  private static List<String> names(List<Example> examples) {
    return sorted(examples.stream().map(Example::name));
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return sorted(names.stream());
  }

  /// `DELETE /v1/devices/0d9c…` as `DELETE /v1/devices/{id}`.
  private static String pattern(String requestLine) {
    return requestLine
        .replaceAll("\\?.*", "")
        .replaceAll("(?<=/members/)[0-9a-f-]{36}", "{user}")
        .replaceAll("(?<=/messages/)\\d+", "{seq}")
        .replaceAll("(?<=/reactions/).+", "{emoji}")
        .replaceAll("[0-9a-f-]{36}", "{id}");
  }

  private static Stream<String> sources(String folder) {
    return TREE.filesNamed(".java")
        .filter(file -> TREE.name(file).startsWith(folder))
        .map(SourceTree::text);
  }

  private static List<String> sorted(Stream<String> texts) {
    return texts.distinct().sorted().toList();
  }
}
