package dev.rivulet.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The last lines of a process's log, for messages.
public record LogEnd(Path log, List<String> lines) {
  private static final int LINES_MAX = 15;
  private static final int WORDS_LENGTH_MAX = 300;

  /// Empty if there is no log.
  public static LogEnd of(Path log) {
    try {
      List<String> all = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      return new LogEnd(log, all.subList(Math.max(0, all.size() - LINES_MAX), all.size()));
    } catch (IOException e) {
      return new LogEnd(log, List.of());
    }
  }

  /// The last line that is written for people, neither JSON nor a part of a stack trace, and the
  /// log's name; to be put behind what happened.
  public String words() {
    String words =
        lines.reversed().stream()
            .filter(line -> !line.isBlank() && !line.startsWith("{") && !line.startsWith("\t"))
            .map(line -> ": " + line.substring(0, Math.min(line.length(), WORDS_LENGTH_MAX)))
            .findFirst()
            .orElse("");
    return words + " (log: " + log + ")";
  }

  /// All of it.
  public String details() {
    return "; the end of its log:\n" + String.join("\n", lines);
  }
}
