package dev.rivulet.api.conversation;

import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.Bounds;
import java.nio.charset.StandardCharsets;

/// A group's name as it may be.
final class GroupName {
  private GroupName() {}

  /// Without surrounding space, or the problem `invalid-name`.
  static String of(String given) {
    String name = given.strip();
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1
        || bytes > Bounds.GROUP_NAME_BYTES_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw Problem.unprocessable(
          "invalid-name",
          "a group's name has 1 to %d bytes and no control characters"
              .formatted(Bounds.GROUP_NAME_BYTES_MAX));
    }
    return name;
  }
}
