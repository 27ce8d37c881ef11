package dev.rivulet.runtime;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as configuration writes them: a whole number and one unit, `200ms`, `5s`, `15m`, `2h`,
/// `30d`.
final class Durations {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,10})(ms|s|m|h|d)");

  private Durations() {}

  private enum Unit {
    D(86_400_000),
    H(3_600_000),
    M(60_000),
    S(1_000),
    MS(1);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }

  static Duration parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration such as 200ms, 5s, 15m, 2h or 30d");
    }
    Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
    return Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit.millis);
  }

  /// In the largest unit that needs no fraction.
  static String print(Duration duration) {
    long millis = duration.toMillis();
    for (Unit unit : Unit.values()) {
      if (millis >= unit.millis && millis % unit.millis == 0) {
        return millis / unit.millis + unit.name().toLowerCase(Locale.ROOT);
      }
    }
    return millis + "ms";
  }
}
