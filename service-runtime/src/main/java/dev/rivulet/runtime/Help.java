package dev.rivulet.runtime;

/// What `--help` prints: the command line and every configuration key.
final class Help {
  private Help() {}

  static String text(String name, Class<? extends Record> type) {
    StringBuilder text = new StringBuilder();
    text.append(introduction(name));
    for (ConfigurationKey key : Configuration.describe(type)) {
      text.append(key.key()).append("  ").append(key.variable()).append('\n');
      text.append("    ").append(key.doc()).append(" (").append(terms(key)).append(")\n");
    }
    return text.toString();
  }

  private static String introduction(String name) {
    return """
      Usage: %s [--help]

      Configured by the yaml file that %s names and by environment variables,
      which win. RIVULET_LOG_LEVEL sets the log level (INFO). The bound ports are written to
      the file that %s names. Exit codes: 64 command line, 69 something is
      missing or taken, 70 broken invariant, 78 configuration.

      """
        .formatted(name, Configuration.FILE_VARIABLE, PortsFile.VARIABLE);
  }

  private static String terms(ConfigurationKey key) {
    String presence =
        key.defaultText()
            .map(value -> "default \"" + value + "\"")
            .orElse(key.required() ? "required" : "optional");
    return key.type() + ", " + presence + (key.secret() ? ", secret, or _FILE" : "");
  }
}
