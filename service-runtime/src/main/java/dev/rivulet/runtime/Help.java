package dev.rivulet.runtime;

/// What `--help` prints: the command line and every configuration key.
final class Help {
  private Help() {}

  static String text(String name, Class<? extends Record> type) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: ").append(name).append(" [--help]\n\n");
    text.append("Configured by the yaml file that ")
        .append(Configuration.FILE_VARIABLE)
        .append(" names and by environment variables, which win.\n")
        .append(
            "RIVULET_LOG_LEVEL sets the log level (INFO); the bound ports are written to the file\n")
        .append("that ")
        .append(PortsFile.VARIABLE)
        .append(" names. Exit codes: 64 command line, ")
        .append("69 something is\nmissing or taken, 70 broken invariant, 78 configuration.\n\n");
    for (ConfigurationKey key : Configuration.describe(type)) {
      text.append(key.key()).append("  ").append(key.variable()).append('\n');
      text.append("    ").append(key.doc()).append(" (").append(terms(key)).append(")\n");
    }
    return text.toString();
  }

  private static String terms(ConfigurationKey key) {
    String presence =
        key.defaultText()
            .map(value -> "default \"" + value + "\"")
            .orElse(key.required() ? "required" : "optional");
    return key.type() + ", " + presence + (key.secret() ? ", secret, or _FILE" : "");
  }
}
