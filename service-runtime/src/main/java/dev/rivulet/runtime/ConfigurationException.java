package dev.rivulet.runtime;

import java.util.List;

/// The configuration cannot be used. The message is one line that names every wrong key, so that it
/// is mended in one go.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super("configuration: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
