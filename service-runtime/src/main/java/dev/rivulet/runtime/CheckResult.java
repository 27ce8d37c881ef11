package dev.rivulet.runtime;

/// What one readiness check says.
public sealed interface CheckResult {
  record Up() implements CheckResult {}

  /// Not now, and why.
  ///
  /// @param reason a stable kebab-case code, never an exception's text: it is shown to whoever asks
  record Down(String reason) implements CheckResult {
    public Down {
      if (!reason.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        throw new IllegalArgumentException("reason \"" + reason + "\" is not a kebab-case code");
      }
    }
  }

  static CheckResult up() {
    return new Up();
  }

  static CheckResult down(String reason) {
    return new Down(reason);
  }

  static CheckResult upIf(boolean condition, String otherwise) {
    return condition ? up() : down(otherwise);
  }
}
