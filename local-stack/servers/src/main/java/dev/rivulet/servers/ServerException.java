package dev.rivulet.servers;

/// A server that could not be started or did not become ready. The message is one that a person can
/// act on.
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String summary;

  public ServerException(String message) {
    super(message);
    this.summary = message;
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
    this.summary = message;
  }

  /// With more lines, which only the whole message holds.
  public ServerException(String summary, String details) {
    super(summary + details);
    this.summary = summary;
  }

  /// The message in one line.
  public String summary() {
    return summary;
  }
}
