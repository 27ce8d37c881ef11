package dev.rivulet.client.terminal;

import java.util.Arrays;
import java.util.List;

/// A command as it was typed: `/name` and what follows.
record Typed(String name, String rest) {
  static Typed of(String line) {
    var parts = line.strip().split("\\s+", 2);
    return new Typed(parts[0], parts.length > 1 ? parts[1] : "");
  }

  List<String> words() {
    return rest.isEmpty() ? List.of() : Arrays.asList(rest.split("\\s+", -1));
  }

  void nothing() {
    if (!rest.isEmpty()) {
      throw ChatFailure.failed(name + " takes nothing");
    }
  }

  /// The one word there must be.
  String one(String usage) {
    if (words().size() != 1) {
      throw ChatFailure.failed(usage);
    }
    return rest;
  }

  /// At least one.
  List<String> some(String usage) {
    if (rest.isEmpty()) {
      throw ChatFailure.failed(usage);
    }
    return words();
  }

  boolean onOrOff(String usage) {
    return switch (rest) {
      case "on" -> true;
      case "off" -> false;
      default -> throw ChatFailure.failed(usage);
    };
  }

  /// A message by its number, written `12` or `#12`, and what else was said.
  OfMessage ofMessage(String usage) {
    var parts = rest.split("\\s+", 2);
    if (!parts[0].matches("#?\\d{1,18}")) {
      throw ChatFailure.failed(usage);
    }
    return new OfMessage(
        Long.parseLong(parts[0].replace("#", "")), parts.length > 1 ? parts[1] : "", usage);
  }

  record OfMessage(long seq, String said, String usage) {
    String text() {
      if (said.isEmpty()) {
        throw ChatFailure.failed(usage);
      }
      return said;
    }
  }
}
