package dev.rivulet.client.terminal;

/// Texts of others on one's own terminal. A control character could move the cursor, change the
/// title or answer back as if it were typed (escape sequences, ECMA-48); a bidirectional override
/// could make a line read as something else. Each is shown as a sign instead.
final class SafeText {
  private static final int SYMBOLS = 0x2400;
  private static final char DELETE_SYMBOL = '\u2421';

  private SafeText() {}

  static String visible(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(safe, point));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point) {
    if (point < 0x20) {
      safe.append((char) (SYMBOLS + point));
    } else if (point == 0x7f) {
      safe.append(DELETE_SYMBOL);
    } else if (dangerous(point)) {
      safe.append(String.format("<%04X>", point));
    } else {
      safe.appendCodePoint(point);
    }
  }

  /// C1 controls, line and paragraph separators, bidirectional controls, and halves of characters,
  /// which a terminal's decoder may take as anything.
  private static boolean dangerous(int point) {
    return (point >= 0x80 && point < 0xa0)
        || point == 0x061c
        || point == 0x200e
        || point == 0x200f
        || (point >= 0x2028 && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || (point >= 0xd800 && point < 0xe000);
  }
}
