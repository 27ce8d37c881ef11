package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever is woken up finds out what to do.
class AlertsTest {
  private static final SourceTree TREE = SourceTree.read();
  private static final String ALERTS = TREE.text("deploy/prometheus/alerts.yml");

  @Test
  void everyAlertHasAParagraphAndNamesIt() {
    String operations = TREE.text("docs/operations.md");
    List<String> alerts = found("- alert: (\\w+)");
    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(operations).contains("\n### " + alert + "\n"));
    assertThat(found("runbook: \"docs/operations.md#(\\w+)\""))
        .isEqualTo(alerts.stream().map(alert -> alert.toLowerCase(Locale.ROOT)).toList());
  }

  @Test
  void everyAlertComparesARecordedValueWithANumber() {
    String recording = TREE.text("deploy/prometheus/recording.yml");
    assertThat(found("expr: (.+)"))
        .allSatisfy(
            expression -> {
              assertThat(expression).matches("rivulet:[a-z0-9_:]+ [<>] [0-9.]+");
              assertThat(recording)
                  .contains("- record: " + expression.substring(0, expression.indexOf(' ')) + "\n");
            });
  }

  private static List<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(ALERTS)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
