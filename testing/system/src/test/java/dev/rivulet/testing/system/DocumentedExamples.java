package dev.rivulet.testing.system;

import dev.rivulet.servers.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The tagged examples of `docs/protocol.md`, with what stands for ids, tokens and names in them
/// replaced by what the running stack made.
final class DocumentedExamples {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^```\\w+ (\\w+)=([\\w-]+)\\n(.*?)^```$");

  private final Map<String, String> replacements = new LinkedHashMap<>();
  private final String text;

  /// One HTTP message.
  record Message(String firstLine, Map<String, String> headers, String body) {
    static Message of(String text) {
      String[] parts = text.split("\n\n", 2);
      List<String> lines = parts[0].lines().toList();
      Map<String, String> headers = new LinkedHashMap<>();
      lines.stream().skip(1).forEach(line -> put(headers, line.split(": ", 2)));
      return new Message(lines.getFirst(), headers, parts.length == 1 ? "" : parts[1].strip());
    }

    private static void put(Map<String, String> headers, String... field) {
      headers.put(field[0], field[1]);
    }

    /// Of an answer.
    int status() {
      return Integer.parseInt(firstLine.substring(0, 3));
    }

    HttpRequest.Builder request(URI base) {
      String[] line = firstLine.split(" ", 2);
      var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
      var request = HttpRequest.newBuilder(base.resolve(line[1])).method(line[0], publisher);
      headers.forEach(request::header);
      return request;
    }
  }

  private DocumentedExamples(String text) {
    this.text = text;
  }

  static DocumentedExamples read() {
    try {
      return new DocumentedExamples(
          Files.readString(Installation.find().root().resolve("docs/protocol.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on `documented` stands for `real`.
  void replace(String documented, String real) {
    replacements.put(documented, real);
  }

  /// What stands for it now.
  String real(String documented) {
    return replacements.getOrDefault(documented, documented);
  }

  /// All with this use and name, in the order of the document.
  List<String> all(String use, String name) {
    return EXAMPLE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals(use) && found.group(2).equals(name))
        .map(found -> replaced(found.group(3).strip()))
        .toList();
  }

  /// Names of the operations, in the order of the document.
  List<String> operations() {
    return EXAMPLE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).equals("operation"))
        .map(found -> found.group(2))
        .toList();
  }

  private String replaced(String example) {
    String result = example;
    for (var each : replacements.entrySet()) {
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }
}
