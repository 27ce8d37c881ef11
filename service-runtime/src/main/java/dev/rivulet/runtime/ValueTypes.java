package dev.rivulet.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The types a configuration value may have: how each is read, printed and named.
final class ValueTypes {
  private ValueTypes() {}

  /// The value that the node stands for.
  ///
  /// @throws IllegalArgumentException with the offending value in its message
  static Object parse(Type type, JsonNode node) {
    if (isTextList(type)) {
      return list(node);
    }
    if (!node.isValueNode()) {
      throw new IllegalArgumentException("a list where " + describe(type) + " is expected");
    }
    return type == String.class ? text(node) : scalar(type, node.asText().strip());
  }

  private static Object scalar(Type type, String text) {
    if (type == int.class || type == Integer.class) {
      return integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
    }
    if (type == long.class || type == Long.class) {
      return integer(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(text);
    }
    if (type == double.class || type == Double.class) {
      return number(text);
    }
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type == Path.class) {
      return path(text);
    }
    if (type == URI.class) {
      return uri(text);
    }
    return constant(enumClass(type), text);
  }

  /// What yaml reads as a number or truth value has lost its spelling (`0123`, `1.10`), so text of
  /// that look is asked for in quotes.
  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw wrong(node.asText(), "text, put it in quotes");
    }
    return node.asText();
  }

  private static List<String> list(JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(ValueTypes::text).toList();
    }
    return Arrays.stream(text(node).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Long integer(String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number", e);
    }
    throw wrong(text, "between " + least + " and " + most);
  }

  private static Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(text, "a number", e);
    }
  }

  private static Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(text, "true or false");
    };
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw wrong(text, "a path", e);
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(text, "a URI", e);
    }
  }

  private static Object constant(Class<?> type, String text) {
    String name = text.replace('-', '_').toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong(text, describe(type)));
  }

  static String print(Object value) {
    return switch (value) {
      case Duration duration -> Durations.print(duration);
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
      default -> value.toString();
    };
  }

  static String describe(Type type) {
    if (isTextList(type)) {
      return "list of text";
    }
    return switch (type.getTypeName()) {
      case "java.lang.String" -> "text";
      case "int", "long", "java.lang.Integer", "java.lang.Long" -> "whole number";
      case "double", "java.lang.Double" -> "number";
      case "boolean", "java.lang.Boolean" -> "true or false";
      case "java.time.Duration" -> "duration";
      case "java.nio.file.Path" -> "path";
      case "java.net.URI" -> "URI";
      default ->
          Arrays.stream(enumClass(type).getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .collect(Collectors.joining(", ", "one of ", ""));
    };
  }

  private static boolean isTextList(Type type) {
    return type instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] == String.class;
  }

  private static Class<?> enumClass(Type type) {
    if (type instanceof Class<?> found && found.isEnum()) {
      return found;
    }
    throw new IllegalStateException(type.getTypeName() + " is no type of a configuration value");
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("\"" + text + "\" is not " + expected);
  }

  private static IllegalArgumentException wrong(String text, String expected, Exception cause) {
    return new IllegalArgumentException("\"" + text + "\" is not " + expected, cause);
  }
}
