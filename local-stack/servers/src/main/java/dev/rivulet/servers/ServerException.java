package dev.rivulet.servers;

/// A server that could not be started or did not become ready. The message is one a person can act
/// on.
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
