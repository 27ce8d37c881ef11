package dev.rivulet.testing.architecture;

import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationKey;
import dev.rivulet.runtime.Section;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// `docs/configuration.md`, rendered from the configuration records of the services.
final class ConfigurationDocument {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Rendered from the configuration records. After changing one of them:
      mvn -pl testing/architecture -am test -Dtest=ConfigurationDocumentTest \
      -Dsurefire.failIfNoSpecifiedTests=false -Drivulet.docs=write -->

      Every service reads its defaults, then the `application.yaml` that `RIVULET_CONFIG` \
      names, then
      its environment; later ones win. A key is written in the file as sections show
      (`kafka.topic-prefix` is `topic-prefix` below `kafka`) and in the environment as its variable.
      Durations carry a unit. Everything wrong is reported at once, before a port opens, and the
      effective values are logged at start with secrets hidden. A service prints its own keys with
      `--help`.

      A *secret* may also be given as the path of a file: its variable with `_FILE` behind the name.

      Not a key but understood by every service: `RIVULET_CONFIG` (the file), `RIVULET_LOG_LEVEL`
      (`INFO`), `RIVULET_PORTS_FILE` (where the bound ports are written once the service \
      has started).
      """;

  private static final Map<String, String> SERVICES =
      new TreeMap<>(
          Map.of(
              "dev.rivulet.gateway", "edge-gateway",
              "dev.rivulet.fanout", "fanout",
              "dev.rivulet.router", "router",
              "dev.rivulet.sink", "storage-sink",
              "dev.rivulet.api", "client-api",
              "dev.rivulet.media", "media-ingest"));

  private final SortedMap<String, SortedSet<String>> readers = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();

  private ConfigurationDocument() {}

  /// Renders what the given records describe; a record that is part of another is described there.
  static String render(List<Class<? extends Record>> records) {
    Set<Class<?>> parts = new HashSet<>();
    records.forEach(type -> components(type).forEach(parts::add));
    ConfigurationDocument document = new ConfigurationDocument();
    records.stream().filter(type -> !parts.contains(type)).forEach(document::add);
    return document.text();
  }

  private static Stream<Class<?>> components(Class<?> type) {
    return Stream.of(type.getRecordComponents()).map(RecordComponent::getType);
  }

  private void add(Class<? extends Record> type) {
    String service = SERVICES.getOrDefault(type.getPackageName(), section(type));
    for (ConfigurationKey key : Configuration.describe(type)) {
      String section = key.key().substring(0, key.key().indexOf('.'));
      readers.computeIfAbsent(section, _ -> new TreeSet<>()).add(service);
      rows.computeIfAbsent(section, _ -> new TreeMap<>()).put(key.key(), row(key));
    }
  }

  private static String section(Class<?> type) {
    Section section = type.getAnnotation(Section.class);
    return section == null ? type.getSimpleName() : section.value();
  }

  private static String row(ConfigurationKey key) {
    String byDefault =
        key.defaultText()
            .map(value -> value.isEmpty() ? "empty" : "`" + value + "`")
            .orElse(key.required() ? "**required**" : "none");
    return "| `%s`<br>`%s` | %s%s | %s | %s |\n"
        .formatted(
            key.key(),
            key.variable(),
            key.type(),
            key.secret() ? ", secret" : "",
            byDefault,
            key.doc().replace("|", "\\|"));
  }

  private String text() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    rows.forEach(
        (section, keys) -> {
          text.append("\n## ").append(section).append("\n\n");
          text.append("Read by ")
              .append(String.join(", ", readers.getOrDefault(section, new TreeSet<>())))
              .append(".\n\n| key and variable | type | default | meaning |\n|---|---|---|---|\n");
          keys.values().forEach(text::append);
        });
    return text.toString();
  }
}
