package dev.rivulet.client.terminal;

import java.io.IOException;

/// Whether a standard stream is a terminal. `System.console` only tells of both together, and a
/// chat whose output goes to a file may still be typed.
final class Terminal {
  static final int STANDARD_INPUT = 0;
  static final int STANDARD_OUTPUT = 1;

  private Terminal() {}

  static boolean is(int descriptor) {
    try {
      return new ProcessBuilder("test", "-t", String.valueOf(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
