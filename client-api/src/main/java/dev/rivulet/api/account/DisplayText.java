package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;

/// Names that people choose freely: 1 to 64 characters, without control characters.
final class DisplayText {
  static final int CHARS_MAX = 64;

  private DisplayText() {}

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
