package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads [SampleConfig] from a file and pairs of variable and value.
final class SampleConfigs {
  private SampleConfigs() {}

  static SampleConfig load(Path yaml, String... variables) {
    return Configuration.load(SampleConfig.class, environment(variables), yaml);
  }

  static List<String> problems(@Nullable Path yaml, String... variables) {
    return refusal(yaml, variables).problems();
  }

  static ConfigurationException refusal(@Nullable Path yaml, String... variables) {
    return catchThrowableOfType(
        ConfigurationException.class,
        () -> Configuration.load(SampleConfig.class, environment(variables), yaml));
  }

  private static Map<String, String> environment(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return environment;
  }
}
