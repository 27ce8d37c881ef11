package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Which passwords a person may choose: at least 10 characters and none that everybody tries first.
/// The list is the one that nbvcxz carries, the 100,000 most frequent of leaked passwords; those
/// shorter than 10 characters are refused anyway and not kept.
final class PasswordRules {
  static final int CHARS_MIN = 10;
  static final int BYTES_MAX = 128;
  private static final String LIST = "/dictionaries/passwords.txt";
  private static final int DIFFERENT_CHARS_MIN = 4;

  private final Set<String> common;

  PasswordRules(Set<String> common) {
    this.common = Set.copyOf(common);
  }

  static PasswordRules load() {
    Set<String> common = new HashSet<>();
    try (InputStream in = PasswordRules.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("no list of common passwords on the class path: " + LIST);
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      lines.lines().filter(line -> line.length() >= CHARS_MIN).forEach(common::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PasswordRules(common);
  }

  int size() {
    return common.size();
  }

  /// For every password, be it chosen or presented: bounds the work of hashing it.
  static void checkLength(String password) {
    if (password.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw Problem.unprocessable(
          "invalid-password", "a password has at most " + BYTES_MAX + " bytes");
    }
  }

  void checkChosen(String password, Handle handle) {
    checkLength(password);
    if (password.codePointCount(0, password.length()) < CHARS_MIN) {
      throw weak("a password has at least " + CHARS_MIN + " characters");
    }
    String folded = password.toLowerCase(Locale.ROOT);
    if (common.contains(folded) || folded.equals(handle.text())) {
      throw weak("this password is one of those that are tried first");
    }
    if (password.chars().distinct().count() < DIFFERENT_CHARS_MIN) {
      throw weak("a password has at least " + DIFFERENT_CHARS_MIN + " different characters");
    }
  }

  private static Problem weak(String detail) {
    return Problem.unprocessable("weak-password", detail);
  }
}
