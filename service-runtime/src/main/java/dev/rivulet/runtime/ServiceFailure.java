package dev.rivulet.runtime;

import org.jspecify.annotations.Nullable;

/// Ends the process with one line that tells the operator what to do; thrown by a starter or by any
/// thread. The exit codes are those of sysexits.h, so that a launcher can tell what a restart
/// mends.
public final class ServiceFailure extends RuntimeException {
  /// Wrong command line.
  public static final int USAGE = 64;

  /// Something outside is missing or taken; a restart may help.
  public static final int UNAVAILABLE = 69;

  /// A broken invariant: a defect or damaged state.
  public static final int BROKEN = 70;

  /// Wrong configuration; a restart does not help.
  public static final int MISCONFIGURED = 78;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private ServiceFailure(int exitCode, String line, @Nullable Throwable cause) {
    super(line.replaceAll("\\s*\\R\\s*", " "), cause);
    this.exitCode = exitCode;
  }

  public static ServiceFailure unavailable(String line, @Nullable Throwable cause) {
    return new ServiceFailure(UNAVAILABLE, line, cause);
  }

  public static ServiceFailure broken(String line, @Nullable Throwable cause) {
    return new ServiceFailure(BROKEN, line, cause);
  }

  public static ServiceFailure misconfigured(String line, @Nullable Throwable cause) {
    return new ServiceFailure(MISCONFIGURED, line, cause);
  }

  static ServiceFailure usage(String line) {
    return new ServiceFailure(USAGE, line, null);
  }

  /// For any listener that cannot be opened.
  public static ServiceFailure portTaken(String name, String host, int port, Throwable cause) {
    return unavailable(
        "%s port %s:%d cannot be opened: %s".formatted(name, host, port, cause.getMessage()),
        cause);
  }

  /// The failure a throwable stands for: itself, the first one among its causes, or a broken
  /// invariant.
  static ServiceFailure of(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof ServiceFailure failure) {
        return failure;
      }
      if (at instanceof ConfigurationException wrong) {
        return misconfigured(String.valueOf(wrong.getMessage()), wrong);
      }
    }
    return broken(thrown.toString(), thrown);
  }

  public int exitCode() {
    return exitCode;
  }
}
