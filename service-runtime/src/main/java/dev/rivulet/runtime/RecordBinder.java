package dev.rivulet.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds one configuration record and collects whatever is wrong on the way.
final class RecordBinder {
  static final String FILE_SUFFIX = "_FILE";

  private final Map<String, String> environment;
  private final YamlValues yaml;
  private final List<String> problems;

  RecordBinder(Map<String, String> environment, YamlValues yaml, List<String> problems) {
    this.environment = environment;
    this.yaml = yaml;
    this.problems = problems;
  }

  /// The record, or null after a problem was reported.
  <R extends Record> @Nullable R bind(Class<R> type) {
    return type.cast(bind(type, RecordKeys.rootSection(type)));
  }

  private @Nullable Object bind(Class<?> type, String prefix) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    int before = problems.size();
    for (int i = 0; i < components.length; i++) {
      values[i] =
          components[i].getType().isRecord()
              ? bind(components[i].getType(), RecordKeys.sectionOf(components[i], prefix))
              : value(components[i], RecordKeys.key(components[i], prefix));
    }
    return problems.size() == before ? construct(type, prefix, components, values) : null;
  }

  private @Nullable Object construct(
      Class<?> type, String prefix, RecordComponent[] components, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException refused)) {
        throw new IllegalStateException("cannot make " + type.getName(), e.getCause());
      }
      problems.add(prefix + ": " + refused.getMessage());
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type.getName(), e);
    }
  }

  private @Nullable Object value(RecordComponent component, String key) {
    JsonNode given = given(component, key);
    boolean optional = RecordKeys.isOptional(component);
    if (given == null) {
      return optional ? Optional.empty() : missing(key);
    }
    try {
      Object parsed = ValueTypes.parse(RecordKeys.valueType(component), given);
      return optional ? Optional.of(parsed) : parsed;
    } catch (IllegalArgumentException e) {
      boolean secret = component.isAnnotationPresent(Secret.class);
      // Why a secret does not parse would quote it.
      problems.add(key + ": " + (secret ? "the secret's value does not fit" : e.getMessage()));
      return null;
    }
  }

  private @Nullable Object missing(String key) {
    if (problems.stream().noneMatch(problem -> problem.startsWith(key + ": "))) {
      problems.add(key + ": missing, set it or " + RecordKeys.variable(key));
    }
    return null;
  }

  private @Nullable JsonNode given(RecordComponent component, String key) {
    String variable = RecordKeys.variable(key);
    String text = environment.get(variable);
    if (component.isAnnotationPresent(Secret.class)) {
      text = orFile(text, key, variable);
    }
    // Compose files hand an unset variable on as an empty one.
    if (text != null && !(text.isEmpty() && RecordKeys.isOptional(component))) {
      return TextNode.valueOf(text);
    }
    JsonNode node = yaml.get(key);
    Default defaultText = component.getAnnotation(Default.class);
    return node == null && defaultText != null ? TextNode.valueOf(defaultText.value()) : node;
  }

  private @Nullable String orFile(@Nullable String text, String key, String variable) {
    String file = environment.get(variable + FILE_SUFFIX);
    if (file == null || file.isEmpty()) {
      return text;
    }
    if (text != null && !text.isEmpty()) {
      problems.add(key + ": both " + variable + " and " + variable + FILE_SUFFIX + " are set");
      return text;
    }
    try {
      return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
    } catch (IOException | InvalidPathException e) {
      problems.add(key + ": cannot read the file of " + variable + FILE_SUFFIX + ": " + file);
      return null;
    }
  }
}
