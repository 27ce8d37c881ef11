package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;

/// Names that people choose freely: 1 to 64 characters, without control characters.
final class DisplayText {
  static final int CHARS_MAX = 64;
  private static final int ABOUT_CHARS_MAX = 500;

  private DisplayText() {}

  /// What somebody says about himself, or nothing. Line breaks are allowed.
  static String about(String text) {
    String trimmed = text.strip();
    boolean control = trimmed.chars().anyMatch(it -> Character.isISOControl(it) && it != 10);
    if (trimmed.codePointCount(0, trimmed.length()) > ABOUT_CHARS_MAX || control) {
      throw Problem.unprocessable(
          "invalid-about",
          "about has at most " + ABOUT_CHARS_MAX + " characters and no control characters");
    }
    return trimmed;
  }

  static String checked(String text, String field) {
    String trimmed = text.strip();
    int chars = trimmed.codePointCount(0, trimmed.length());
    if (chars < 1 || chars > CHARS_MAX || trimmed.chars().anyMatch(Character::isISOControl)) {
      throw Problem.unprocessable(
          "invalid-name",
          field + " has 1 to " + CHARS_MAX + " characters and no control characters");
    }
    return trimmed;
  }
}
