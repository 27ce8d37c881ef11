package dev.rivulet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0ms", "200ms", "1500ms", "5s", "15m", "90m", "2h", "30d", "9999999999d"})
  void aPrintedDurationIsTheOneRead(String text) {
    assertThat(Durations.print(Durations.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-5s", "1.5s", "5S", "5min", "PT5S", "99999999999d"})
  void whatIsNoNumberAndUnitIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageStartingWith("\"" + text + "\" is not a duration");
  }

  @Test
  void unitsAreMilliSecondsSecondsMinutesHoursAndDays() {
    assertThat(Durations.parse("200ms")).isEqualTo(Duration.ofMillis(200));
    assertThat(Durations.parse("5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(Durations.parse("15m")).isEqualTo(Duration.ofMinutes(15));
    assertThat(Durations.parse("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(Durations.parse("30d")).isEqualTo(Duration.ofDays(30));
  }
}
