package dev.rivulet.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Binds a configuration record from defaults, one `application.yaml` and the environment, later
/// ones winning.
///
/// Keys are the kebab-case names of the record's components below their [Section]:
/// `gateway.attach-timeout` is also `RIVULET_GATEWAY_ATTACH_TIMEOUT`. Everything wrong is reported
/// at once, before a port opens.
public final class Configuration {
  /// The environment variable that names the yaml file; without it there is none.
  public static final String FILE_VARIABLE = "RIVULET_CONFIG";

  private Configuration() {}

  /// Loads from this process's environment and the file that `RIVULET_CONFIG` names.
  public static <R extends Record> R load(Class<R> type) {
    Map<String, String> environment = System.getenv();
    String file = environment.get(FILE_VARIABLE);
    return load(type, environment, file == null || file.isEmpty() ? null : Path.of(file));
  }

  /// Loads from the given sources alone, as tests do.
  ///
  /// @throws ConfigurationException naming every wrong key
  public static <R extends Record> R load(
      Class<R> type, Map<String, String> environment, @Nullable Path yaml) {
    List<ConfigurationKey> keys = describe(type);
    List<String> problems = new ArrayList<>();
    YamlValues values = yaml == null ? YamlValues.none() : YamlValues.read(yaml, problems);
    values.reportUnknown(keys, problems);
    R record = new RecordBinder(environment, values, problems).bind(type);
    if (record == null || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return record;
  }

  /// Every key of the record in the order of its components, for `--help` and the documentation.
  public static List<ConfigurationKey> describe(Class<? extends Record> type) {
    return RecordKeys.of(type);
  }

  /// The effective values by key, secrets hidden.
  public static SortedMap<String, String> printable(Record record) {
    return RecordKeys.printable(record);
  }

  /// Variables that look meant for this record and match none of its keys: most often a
  /// misspelling. They are no error, because container platforms inject variables of their own
  /// under such prefixes.
  public static List<String> unusedVariables(
      Class<? extends Record> type, Map<String, String> environment) {
    SortedMap<String, ConfigurationKey> known = new TreeMap<>();
    SortedMap<String, String> prefixes = new TreeMap<>();
    for (ConfigurationKey key : describe(type)) {
      known.put(key.variable(), key);
      String section = key.key().substring(0, key.key().indexOf('.'));
      prefixes.put(RecordKeys.variable(section) + "_", section);
    }
    return environment.keySet().stream()
        .filter(name -> prefixes.keySet().stream().anyMatch(name::startsWith))
        .filter(name -> !isUsed(name, known))
        .sorted()
        .toList();
  }

  private static boolean isUsed(String name, Map<String, ConfigurationKey> known) {
    if (known.containsKey(name)) {
      return true;
    }
    ConfigurationKey secret =
        name.endsWith(RecordBinder.FILE_SUFFIX)
            ? known.get(name.substring(0, name.length() - RecordBinder.FILE_SUFFIX.length()))
            : null;
    return secret != null && secret.secret();
  }
}
