package dev.rivulet.stack;

import java.util.List;

/// One word after `./rivulet`.
interface Command {
  /// Its name and arguments, for example `logs SERVICE [-f]`.
  String usage();

  /// What it does, in one line.
  String summary();

  /// More lines for its `--help`; may be empty.
  default String details() {
    return "";
  }

  /// Returns the exit code.
  int run(List<String> arguments);
}
