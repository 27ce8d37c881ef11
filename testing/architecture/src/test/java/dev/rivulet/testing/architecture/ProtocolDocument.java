package dev.rivulet.testing.architecture;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// `docs/protocol.md` as data. Its examples are fenced blocks with a tag: `json frame=TYPE`, `json
/// event=KIND`, `http operation=NAME`, `http answer=NAME`.
final class ProtocolDocument {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^```(\\w+) (\\w+)=([\\w-]+)\\n(.*?)^```$");
  private static final Pattern OPERATION =
      Pattern.compile("(?m)^### (GET|POST|PUT|PATCH|DELETE) (/\\S+)$");
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:-[a-z]+)*)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `?([a-z-]+|\\d{4})`? \\|");

  private final String text;

  /// One fenced block.
  ///
  /// @param use `frame`, `event`, `operation` or `answer`
  /// @param name which of them
  record Example(String language, String use, String name, String text) {
    /// What stands behind the empty line of an HTTP message; empty if nothing does.
    String body() {
      int end = text.indexOf("\n\n");
      return end < 0 ? "" : text.substring(end + 2).strip();
    }
  }

  ProtocolDocument(String text) {
    this.text = text;
  }

  List<Example> examples(String use) {
    return EXAMPLE
        .matcher(text)
        .results()
        .map(found -> new Example(found.group(1), found.group(2), found.group(3), found.group(4)))
        .filter(example -> example.use().equals(use))
        .toList();
  }

  /// Each as `GET /v1/me`.
  List<String> operations() {
    return sorted(OPERATION, text, found -> found.group(1) + " " + found.group(2));
  }

  /// First column of the table under a heading, without its title.
  List<String> rows(String heading) {
    return sorted(ROW, section(heading), found -> found.group(1)).stream()
        .filter(cell -> !cell.equals("code"))
        .toList();
  }

  /// Every word in code type that has the form of a code.
  List<String> codes() {
    return sorted(CODE, text, found -> found.group(1));
  }

  private String section(String heading) {
    String start = "\n" + heading + "\n";
    int begin = text.indexOf(start);
    if (begin < 0) {
      throw new IllegalArgumentException("no heading " + heading);
    }
    String level = "\n" + heading.substring(0, heading.indexOf(' ') + 1);
    int end = text.indexOf(level, begin + start.length());
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  private static List<String> sorted(
      Pattern pattern, String text, Function<MatchResult, String> value) {
    return pattern.matcher(text).results().map(value).distinct().sorted().toList();
  }
}
