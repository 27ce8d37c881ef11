package dev.rivulet.stack;

/// A command line that cannot be understood; the message says how it should look.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
