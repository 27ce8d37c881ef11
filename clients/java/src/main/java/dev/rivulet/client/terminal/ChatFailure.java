package dev.rivulet.client.terminal;

/// Something that ends the program with one line for the person in front of it.
final class ChatFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final int exitCode;

  private ChatFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static ChatFailure failed(String message) {
    return new ChatFailure(FAILED, message);
  }

  static ChatFailure usage(String message) {
    return new ChatFailure(USAGE, message + "; --help says more");
  }

  int exitCode() {
    return exitCode;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
