package dev.rivulet.api.device;

import dev.rivulet.api.http.Problem;

/// What a device is called by its owner: 1 to 64 characters, without control characters.
final class DeviceName {
  private static final int CHARS_MAX = 64;

  private DeviceName() {}

  static String checked(String text) {
    String trimmed = text.strip();
    int chars = trimmed.codePointCount(0, trimmed.length());
    if (chars < 1 || chars > CHARS_MAX || trimmed.chars().anyMatch(Character::isISOControl)) {
      throw Problem.unprocessable(
          "invalid-name", "name has 1 to " + CHARS_MAX + " characters and no control characters");
    }
    return trimmed;
  }
}
