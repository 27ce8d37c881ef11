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
            image -> assertThat(image).matches("[a-z./-]+:.*\\d+\\.\\d+\\.\\d+.*|.*T\\d\\d-.*"));
  }

  @Test
  void everyPortIsPublishedOnLoopbackAlone() {
    assertThat(values("^ +- \"([^\"]*:\\d+)\"$"))
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }

  @Test
  void everySecretIsAFileOutsideTheRepository() {
    assertThat(values("^ +\\w*(?:PASSWORD|SECRET|_KEY|JAAS_CONFIG): (.*)$")).isEmpty();
    assertThat(values("^    file: (\\S+)$"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).startsWith("./deploy/secrets/"));
    assertThat(SourceTree.read().text(".gitignore")).contains("\ndeploy/secrets/\n");
  }

  @Test
  void everyVariableHasADefaultAndIsDescribed() {
    String described = SourceTree.read().text("deploy/compose.env");
    assertThat(values("(?<!\\$)\\$\\{(\\w+)[^}]*}"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(described).contains("\n#" + name + "="));
    assertThat(values("(?<!\\$)\\$\\{(\\w+)}")).as("without a default").isEmpty();
  }

  @Test
  void copiesOfWhatWasAcknowledgedAreTwoAtLeast() {
    String brokers = SourceTree.read().text("deploy/kafka/broker.properties");
    assertThat(brokers)
        .contains("default.replication.factor=3")
        .contains("min.insync.replicas=2")
        .contains("unclean.leader.election.enable=false")
        .contains("allow.everyone.if.no.acl.found=false");
    assertThat(FILE)
        .contains("RIVULET_KAFKA_REPLICATION_FACTOR: \"3\"")
        .contains("RIVULET_KAFKA_MIN_INSYNC_REPLICAS: \"2\"");
  }

  private static Stream<String> values(String line) {
    return Pattern.compile(line, Pattern.MULTILINE)
        .matcher(FILE)
        .results()
        .map((MatchResult found) -> found.group(1));
  }
}
