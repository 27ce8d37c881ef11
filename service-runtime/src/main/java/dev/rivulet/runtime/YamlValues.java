package dev.rivulet.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of one yaml file by dotted key. All services may share a file: sections of others are
/// not looked at.
final class YamlValues {
  private static final ObjectReader READER =
      new YAMLMapper(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // A key with nothing behind it is not set; the builder leaves this off.
                  .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                  .build())
          .reader();

  private final Map<String, JsonNode> values;

  private YamlValues(Map<String, JsonNode> values) {
    this.values = values;
  }

  static YamlValues none() {
    return new YamlValues(Map.of());
  }

  static YamlValues read(Path file, List<String> problems) {
    Map<String, JsonNode> values = new TreeMap<>();
    try {
      JsonNode root = READER.readTree(Files.readString(file));
      if (root.isObject()) {
        flatten("", root, values);
      } else if (!root.isMissingNode() && !root.isNull()) {
        problems.add(file + ": is not a mapping of sections");
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      problems.add(file + (at == null ? "" : " line " + at.getLineNr()) + ": " + firstLine(e));
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getClass().getSimpleName());
    }
    values.keySet().stream()
        .filter(key -> !key.contains("."))
        .forEach(key -> problems.add(key + ": stands outside a section"));
    return new YamlValues(values);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("is not yaml");
  }

  private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> values) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(key + ".", field.getValue(), values);
      } else if (!field.getValue().isNull()) {
        values.put(key, field.getValue());
      }
    }
  }

  @Nullable JsonNode get(String key) {
    return values.get(key);
  }

  /// Within the sections that `keys` live in, a key that is none of them is a mistake.
  void reportUnknown(List<ConfigurationKey> keys, List<String> problems) {
    Set<String> known = keys.stream().map(ConfigurationKey::key).collect(Collectors.toSet());
    Set<String> sections = known.stream().map(YamlValues::section).collect(Collectors.toSet());
    for (String key : values.keySet()) {
      if (key.contains(".") && sections.contains(section(key)) && !known.contains(key)) {
        problems.add(key + ": unknown key");
      }
    }
  }

  private static String section(String key) {
    return key.substring(0, key.indexOf('.'));
  }
}
