package dev.rivulet.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a configuration record's shape becomes keys and environment variables.
final class RecordKeys {
  private static final String HIDDEN = "(hidden)";
  private static final String NONE = "(none)";

  private RecordKeys() {}

  static List<ConfigurationKey> of(Class<? extends Record> type) {
    List<ConfigurationKey> keys = new ArrayList<>();
    collect(type, rootSection(type), keys);
    return List.copyOf(keys);
  }

  private static void collect(Class<?> type, String prefix, List<ConfigurationKey> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collect(component.getType(), sectionOf(component, prefix), keys);
      } else {
        keys.add(describe(component, prefix));
      }
    }
  }

  private static ConfigurationKey describe(RecordComponent component, String prefix) {
    String key = key(component, prefix);
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null) {
      throw new IllegalArgumentException("configuration key " + key + " has no @Doc");
    }
    Default defaultText = component.getAnnotation(Default.class);
    return new ConfigurationKey(
        key,
        variable(key),
        ValueTypes.describe(valueType(component)),
        Optional.ofNullable(defaultText).map(Default::value),
        defaultText == null && !isOptional(component),
        component.isAnnotationPresent(Secret.class),
        doc.value());
  }

  static String rootSection(Class<?> type) {
    Section section = type.getAnnotation(Section.class);
    if (section == null) {
      throw new IllegalArgumentException(type.getName() + " has no @Section");
    }
    return section.value();
  }

  /// Where a nested record's keys live: in its own section, or below its parent.
  static String sectionOf(RecordComponent component, String prefix) {
    Section section = component.getType().getAnnotation(Section.class);
    return section == null ? key(component, prefix) : section.value();
  }

  static String key(RecordComponent component, String prefix) {
    return prefix
        + "."
        + component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  static String variable(String key) {
    return "RIVULET_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  static boolean isOptional(RecordComponent component) {
    return component.getType() == Optional.class;
  }

  /// The type of the value itself: for `Optional<T>` that is T.
  static Type valueType(RecordComponent component) {
    if (isOptional(component) && component.getGenericType() instanceof ParameterizedType optional) {
      return optional.getActualTypeArguments()[0];
    }
    return component.getGenericType();
  }

  static SortedMap<String, String> printable(Record record) {
    SortedMap<String, String> values = new TreeMap<>();
    print(record, rootSection(record.getClass()), values);
    return values;
  }

  private static void print(Record record, String prefix, SortedMap<String, String> values) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = read(record, component);
      if (value instanceof Record nested) {
        print(nested, sectionOf(component, prefix), values);
      } else {
        values.put(key(component, prefix), show(component, value));
      }
    }
  }

  private static String show(RecordComponent component, @Nullable Object value) {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present == null) {
      return NONE;
    }
    return component.isAnnotationPresent(Secret.class) ? HIDDEN : ValueTypes.print(present);
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
