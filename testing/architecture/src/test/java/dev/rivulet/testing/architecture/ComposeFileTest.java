package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docker-compose.yml` must not lose: read as text, so that no container engine is needed.
class ComposeFileTest {
  private static final String FILE = SourceTree.read().text("docker-compose.yml");

  @Test
  void everyImageIsPinned() {
    assertThat(values("^ +image: (\\S+)$"))
        .isNotEmpty()
        .allSatisfy(
            image -> assertThat(image).matches("[a-z/]+:.*\\d+\\.\\d+\\.\\d+.*|.*T\\d\\d-.*"));
  }

  @Test
  void everyPortIsPublishedOnLoopbackAlone() {
    assertThat(values("^ +- \"([^\"]*:\\d+)\"$"))
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }

  @Test
  void everySecretComesFromOutsideAndIsRequired() {
    assertThat(values("^ +\\w*PASSWORD: (.*)$"))
        .isNotEmpty()
        .allSatisfy(value -> assertThat(value).matches("\\$\\{\\w+_PASSWORD:\\?[^}]+}"));
  }

  private static Stream<String> values(String line) {
    return Pattern.compile(line, Pattern.MULTILINE)
        .matcher(FILE)
        .results()
        .map((MatchResult found) -> found.group(1));
  }
}
